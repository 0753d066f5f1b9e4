/** Who is calling: the answer to an Authorization header. */

import { verify } from "node:crypto";
import type { Clock } from "./clock.ts";
import { badCredentials, Refusal, suspended } from "./refusal.ts";
import type { App, Installation, InstallationToken, User } from "./rows.ts";
import type { Store } from "./store.ts";

export type Actor =
  | { readonly kind: "anonymous" }
  | { readonly kind: "user"; readonly user: User }
  | { readonly kind: "app"; readonly app: App }
  | {
      readonly kind: "installation";
      readonly app: App;
      readonly user: User;
      readonly installation: Installation;
      readonly token: InstallationToken;
    };

/** Reads `token X`, `Bearer X` and Basic credentials whose password is the token; throws 401 for wrong ones. */
export function readActor(store: Store, clock: Clock, header: string | undefined): Actor {
  if (!header) return { kind: "anonymous" };
  const [scheme = "", value = ""] = header.trim().split(/\s+/, 2);
  if (scheme.toLowerCase() === "basic") return actorOfToken(store, clock, passwordOf(value));
  if (!/^(token|bearer)$/i.test(scheme)) throw badCredentials();
  if (value.split(".").length === 3) return { kind: "app", app: appOfJwt(store, clock, value) };
  return actorOfToken(store, clock, value);
}

/** The login under which the actor's deeds are recorded. */
export function loginOf(actor: Actor): string {
  if (actor.kind === "anonymous") return "anonymous";
  return actor.kind === "app" ? actor.app.slug : actor.user.login;
}

function passwordOf(basic: string): string {
  const plain = Buffer.from(basic, "base64").toString();
  const colon = plain.indexOf(":");
  const [user, password] = [plain.slice(0, colon), plain.slice(colon + 1)];
  return password === "" || password === "x-oauth-basic" ? user : password;
}

function actorOfToken(store: Store, clock: Clock, value: string): Actor {
  const personal = store.personalTokens.get(value);
  if (personal) return { kind: "user", user: store.users.need(personal.userId) };
  const token = store.installationTokens.get(value);
  if (!token || Date.parse(token.expiresAt) <= clock()) throw badCredentials();
  const installation = store.installations.need(token.installationId);
  if (installation.suspendedAt) throw suspended();
  const app = store.apps.need(installation.appId);
  return { kind: "installation", app, user: store.users.need(app.botId), installation, token };
}

const undecodable = () => new Refusal(401, "A JSON web token could not be decoded");

function appOfJwt(store: Store, clock: Clock, jwt: string): App {
  const [head = "", body = "", signature = ""] = jwt.split(".");
  const header = readPart(head);
  const claims = readPart(body);
  const app = store.apps.get(Number(claims.iss));
  if (header.alg !== "RS256" || !app) throw undecodable();
  const isGenuine = verify(
    "RSA-SHA256",
    Buffer.from(`${head}.${body}`),
    app.publicKey,
    Buffer.from(signature, "base64url"),
  );
  if (!isGenuine) throw undecodable();
  checkTimes(claims, clock() / 1000);
  return app;
}

function readPart(part: string): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>;
  } catch {
    throw undecodable();
  }
}

const clockDrift = 60;
const longestLife = 600;

function checkTimes(claims: Record<string, unknown>, now: number): void {
  const [issued, expires] = [claims.iat, claims.exp];
  if (typeof expires !== "number" || expires <= now) {
    throw new Refusal(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time",
    );
  }
  if (expires > now + longestLife + clockDrift) {
    throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
  }
  if (typeof issued !== "number" || issued > now + clockDrift) {
    throw new Refusal(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
}
