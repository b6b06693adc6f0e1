# Qawl with the embedded model inside: it starts without a network but for Telegram's.
FROM python:3.12-slim AS build
WORKDIR /opt/qawl
ENV PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1
# Packages first: they change less often than the code.
COPY requirements.lock requirements-torch.lock pyproject.toml README.md LICENSE ./
COPY scripts scripts
COPY index index
COPY retrieval retrieval
COPY bot bot
RUN python scripts/setup.py run \
    && QAWL_CACHE_DIR=/opt/qawl/model .venv/bin/qawl prepare

FROM python:3.12-slim
# The library that orders Arabic in pictures.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libfribidi0 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /data qawl && install -d -o 10001 /data
COPY --from=build /opt/qawl /opt/qawl
ENV PATH=/opt/qawl/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    QAWL_DATA_DIR=/data \
    QAWL_CACHE_DIR=/opt/qawl/model \
    QAWL_LISTEN=0.0.0.0 \
    QAWL_HEALTH_PORT=8080 \
    QAWL_LOG_FORMAT=json
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8443 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/health', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["qawl"]
CMD ["serve"]
