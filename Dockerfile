# syntax=docker/dockerfile:1

# Both stages have the same digest, of the image for all platforms. The tag is for readers.
FROM node:22.23.3-bookworm-slim@sha256:43ac6c60b8f89723f746e8a92ce91abd5017e627ce1ddfe4238355d3a30b772c AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY clients/typescript/package.json ./clients/typescript/
COPY console/package.json ./console/
# With optional packages: the compilers of the console are programs for this platform.
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json nest-cli.json ./
COPY src ./src
COPY clients/typescript ./clients/typescript
COPY console ./console
COPY openapi ./openapi
COPY scripts ./scripts
# The embedded database's binaries are for machines without one; here PostgreSQL is a container of its own. The client and
# the packages of the console are in its scripts, so the service needs neither, only their notices.
RUN npm run build && npm run notices -- --omit=optional \
  && npm ci --workspaces=false --omit=dev --omit=optional --ignore-scripts

FROM node:22.23.3-bookworm-slim@sha256:43ac6c60b8f89723f746e8a92ce91abd5017e627ce1ddfe4238355d3a30b772c
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 LOG_FORMAT=json
WORKDIR /app
COPY LICENSE ./
COPY --from=build /app/package.json /app/THIRD-PARTY-NOTICES.txt ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/console/dist ./console/dist
COPY docs ./docs
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-old-space-size=512", "--max-semi-space-size=32", "--enable-source-maps", "dist/main.js"]
