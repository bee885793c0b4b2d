# NasStudio in a container. Not built by the tests (they run without a container engine): kept short so that it can be read.
#
#   docker build -t nasstudio .
#   docker run -p 5080:5080 -v nasstudio:/data -e Studio__AccessToken=a-long-secret-of-your-own nasstudio
#
# The server listens on every address of the container, so it refuses to start without Studio__AccessToken. Reached under another
# name than localhost it wants that name too: -e AllowedHosts=studio.example.org

FROM debian:12 AS build
RUN apt-get update && apt-get install -y --no-install-recommends \
      ca-certificates curl libicu72 nodejs npm cmake g++ libtorch-dev libopenblas0-pthread libxgboost0 \
    && rm -rf /var/lib/apt/lists/*
RUN curl -fsSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0 --install-dir /usr/share/dotnet
ENV PATH=/usr/share/dotnet:$PATH DOTNET_CLI_TELEMETRY_OPTOUT=1
WORKDIR /source
COPY . .
RUN npm ci --omit=dev && dotnet restore NasStudio.csproj --locked-mode \
    && dotnet publish NasStudio.csproj -c Release --no-restore -o /app

# The run-time libraries of libtorch come with its development package on Debian; the compiler stays behind.
FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends \
      ca-certificates curl libtorch1.13 libopenblas0-pthread libxgboost0 dataset-fashion-mnist \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --uid 1001 studio && mkdir /data && chown studio /data
COPY --from=build /usr/share/dotnet /usr/share/dotnet
COPY --from=build /app /app
ENV DOTNET_ROOT=/usr/share/dotnet NASSTUDIO_DATA=/data OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
USER studio
VOLUME /data
EXPOSE 5080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD curl -fsS http://127.0.0.1:5080/healthz || exit 1
ENTRYPOINT ["/usr/share/dotnet/dotnet", "/app/NasStudio.dll"]
CMD ["serve", "--urls", "http://0.0.0.0:5080"]
