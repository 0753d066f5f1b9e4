/** A filter of system calls for doors that no namespace closes: kernel keyrings, sockets to the hypervisor, memory nobody counts. */

const EPERM = 1;
const ENOSYS = 38;
const EAFNOSUPPORT = 97;

/** Sockets that stay inside the network namespace. VSOCK, for one, reaches the machine around it. */
const FAMILIES = [1, 2, 10, 16]; // UNIX, INET, INET6, NETLINK

interface Machine {
  readonly audit: number;
  readonly socket: number;
  /** A program that may fall back is told that the call does not exist. */
  readonly absent: readonly number[];
  readonly refused: readonly number[];
}

/** 32-bit x86 and x32 calls have other numbers and would slip through: they do not exist. */
const machines: Readonly<Record<string, Machine>> = {
  x64: {
    audit: 0xc000003e,
    socket: 41,
    // io_uring_{setup,enter,register}, userfaultfd, memfd_create, memfd_secret, shmget
    absent: [425, 426, 427, 323, 319, 447, 29],
    // add_key, request_key, keyctl, unshare, setns, mount, umount2, pivot_root, fsopen, open_tree,
    // move_mount, mount_setattr, bpf, perf_event_open, open_by_handle_at, kexec_load
    refused: [248, 249, 250, 272, 308, 165, 166, 155, 430, 428, 429, 442, 321, 298, 304, 246],
  },
  arm64: {
    audit: 0xc00000b7,
    socket: 198,
    absent: [425, 426, 427, 282, 279, 447, 194],
    refused: [217, 218, 219, 97, 268, 40, 39, 41, 430, 428, 429, 442, 280, 241, 265, 104],
  },
};

/** The filter as bubblewrap's `--seccomp` reads it; undefined where the numbers of system calls are not known. */
export function systemCallFilter(arch: string = process.arch): Uint8Array | undefined {
  const machine = machines[arch];
  if (machine === undefined) return undefined;
  const answer = (errno: number): Step => ({ code: RETURN, k: 0x00050000 | errno });
  const calls = [
    ...machine.absent.flatMap((call) => whenEqual(call, answer(ENOSYS))),
    ...machine.refused.flatMap((call) => whenEqual(call, answer(EPERM))),
  ];
  const families = FAMILIES.flatMap((family) => whenEqual(family, ALLOW));
  return assemble([
    { code: LOAD, k: 4 },
    { code: JUMP_EQUAL, k: machine.audit, yes: 1 },
    answer(ENOSYS),
    { code: LOAD, k: 0 },
    ...(arch === "x64" ? [{ code: JUMP_AT_LEAST, k: 0x40000000, no: 1 }, answer(ENOSYS)] : []),
    ...calls,
    { code: JUMP_EQUAL, k: machine.socket, yes: 1 },
    ALLOW,
    { code: LOAD, k: 16 },
    ...families,
    answer(EAFNOSUPPORT),
  ]);
}

/** One instruction of classic BPF. */
interface Step {
  readonly code: number;
  readonly k: number;
  readonly yes?: number;
  readonly no?: number;
}

const LOAD = 0x20;
const JUMP_EQUAL = 0x15;
const JUMP_AT_LEAST = 0x35;
const RETURN = 0x06;
const ALLOW: Step = { code: RETURN, k: 0x7fff0000 };

const whenEqual = (value: number, then: Step): Step[] => [{ code: JUMP_EQUAL, k: value, no: 1 }, then];

function assemble(steps: readonly Step[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(steps.length * 8));
  for (const [index, { code, k, yes = 0, no = 0 }] of steps.entries()) {
    view.setUint16(index * 8, code, true);
    view.setUint8(index * 8 + 2, yes);
    view.setUint8(index * 8 + 3, no);
    view.setUint32(index * 8 + 4, k, true);
  }
  return new Uint8Array(view.buffer);
}
