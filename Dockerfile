# The app as an image: the same files and the same Node as `npm ci` gives, with git and bubblewrap beside them.
FROM node:24-bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends git bubblewrap ca-certificates \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY bin bin
RUN npm ci --omit=dev
COPY . .
ENV STIGMERGY_STATE=/state HOST=0.0.0.0
VOLUME /state
EXPOSE 3000
ENTRYPOINT ["node", "bin/stigmergy.js"]
CMD ["start"]
