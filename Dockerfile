# Front-end files: only what the pages use is copied out of the npm packages.
FROM node:22-bookworm-slim AS assets
RUN apt-get update && apt-get install -y --no-install-recommends python3 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY scripts/build_assets.py scripts/
COPY templates templates
COPY static static
RUN python3 scripts/build_assets.py

# Packages, with psycopg2 built from source against the system's libpq.
FROM python:3.11-slim-bookworm AS packages
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev libpq-dev && rm -rf /var/lib/apt/lists/*
COPY requirements/image.txt .
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r image.txt

FROM python:3.11-slim-bookworm
# Pango and a letter: for the PDF of a report.
RUN apt-get update && apt-get install -y --no-install-recommends libpq5 \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
COPY --from=assets /app/static/vendor static/vendor
# collectstatic needs complete settings, not real ones; none of these values stays in the image.
RUN DJANGO_ENV=production SECRET_KEY=only-for-collectstatic-in-this-build ALLOWED_HOSTS=localhost SITE_URL=https://localhost \
    DATABASE_URL=postgres://build@localhost/build REDIS_URL=redis://localhost EMAIL_URL=dummymail:// \
    MAIL_FROM=build@localhost python manage.py collectstatic --noinput --verbosity 0 \
    && mkdir -p var && chown app var
USER app
VOLUME /app/var
EXPOSE 8000
CMD ["gunicorn", "kwaliteitsagenda.wsgi"]
