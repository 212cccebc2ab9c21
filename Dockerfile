# One image for all services: the argument says which one a container runs.
#
#   docker build -t lethe/services . && docker run lethe/services consent-ingest
#
# The jars come from the build (local-pipeline/target/lib), which has been tested; nothing is compiled here.
ARG BASE=eclipse-temurin:25-jre

FROM ${BASE} AS sorted
ARG VERSION=0.1.0-SNAPSHOT
COPY local-pipeline/target/lib /lib-of-build
# Our own jars change with every build, the libraries hardly ever: a layer each.
RUN mkdir /ours /libraries \
 && mv /lib-of-build/*-"${VERSION}".jar /ours/ \
 && mv /lib-of-build/*.jar /libraries/

FROM ${BASE}
RUN groupadd --system --gid 10001 lethe \
 && useradd --system --uid 10001 --gid lethe --home-dir /var/lib/lethe --shell /usr/sbin/nologin lethe \
 && mkdir -p /var/lib/lethe \
 && chown lethe:lethe /var/lib/lethe
COPY --from=sorted /libraries /opt/lethe/libraries
COPY ops/container /opt/lethe/bin
COPY --from=sorted /ours /opt/lethe/ours

# A container is reached from outside it, so a service listens on every address of its own; it then insists on access keys.
# Two arenas: RocksDB's threads would each have a heap of their own, with holes that nobody else may fill.
ENV LETHE_BIND=0.0.0.0 \
    LETHE_PORT=8080 \
    MALLOC_ARENA_MAX=2 \
    JDK_JAVA_OPTIONS="-XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
USER 10001:10001
WORKDIR /var/lib/lethe
VOLUME ["/var/lib/lethe"]
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=6 CMD ["/opt/lethe/bin/ready"]
ENTRYPOINT ["/opt/lethe/bin/service"]
