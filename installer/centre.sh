#!/usr/bin/env bash
# A centre to try things with: a private Postgres of this machine, for as long as this runs. It listens on loopback
# alone, with a certificate of its own. The second start finds what the first one kept.
#
# FOLDER: where it is kept; whoever runs Postgres must get there, so not in root's home.
# PORT: where it listens.
step="Centre"
# shellcheck source=installer/common.sh
source "$(dirname "$0")/common.sh"

PROGRAM=${1:-target/release/secure-biometric}
FOLDER=${FOLDER:-${TMPDIR:-/tmp}/secure-biometric-centre}
PORT=${PORT:-54329}
SITE_NAME=${SITE_NAME:-Head office}

[ -x "$PROGRAM" ] || die "$PROGRAM is not built" "run make build first"
programs=$(find /usr/lib/postgresql/*/bin -maxdepth 0 2>/dev/null | sort -V | tail -n 1) || true
[ -n "$programs" ] || die "Postgres is not installed" "run make setup, which installs it"

# Postgres refuses to run as root; Debian's package makes the user that it runs as then.
as=()
if [ "$(id -u)" = 0 ]; then
    as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
fi
# Run from a place that the other user may be in.
server() { (cd / && "${as[@]}" "$programs/$1" "${@:2}"); }

certificate() {
    local key=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes)
    openssl req -x509 "${key[@]}" -keyout "$FOLDER/authority.key" -out "$FOLDER/authority.crt" -days 365 \
        -subj "/CN=Centre for trying" &&
        openssl req -new "${key[@]}" -keyout "$FOLDER/server.key" -out "$FOLDER/server.csr" -subj /CN=centre &&
        openssl x509 -req -in "$FOLDER/server.csr" -CA "$FOLDER/authority.crt" -CAkey "$FOLDER/authority.key" \
            -CAcreateserial -extfile <(echo subjectAltName=DNS:localhost) -days 365 -out "$FOLDER/server.crt"
}

make_cluster() {
    mkdir -p "$FOLDER"
    # Only whoever runs this reads the password.
    (umask 077 && head -c 24 /dev/urandom | base64 | tr -d '+/=\n' >"$FOLDER/password")
    ((${#as[@]} == 0)) || chown postgres "$FOLDER" "$FOLDER/password"
    logged centre certificate || die "no certificate could be made" "see above"
    ((${#as[@]} == 0)) || chown postgres "$FOLDER"/server.*
    logged centre server initdb -D "$FOLDER/data" -U owner --auth=scram-sha-256 --pwfile="$FOLDER/password" \
        --locale=C.UTF-8 --encoding=UTF8 --no-instructions ||
        die "Postgres made no cluster" "name another folder with FOLDER=..., where the user postgres may write"
    cat >>"$FOLDER/data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
ssl = on
ssl_cert_file = '$FOLDER/server.crt'
ssl_key_file = '$FOLDER/server.key'
CONF
}

if [ ! -e "$FOLDER/data/PG_VERSION" ]; then
    echo "Centre: making one in $FOLDER."
    rm -rf "$FOLDER"
    make_cluster
fi

stop() { logged centre server pg_ctl -D "$FOLDER/data" stop -m fast || true; }
logged centre server pg_ctl -D "$FOLDER/data" -o "-p $PORT" -l "$FOLDER/log" -w start ||
    die "Postgres didn't start; $FOLDER/log says why" "name another port with PORT=..., or remove $FOLDER"
trap stop EXIT
trap 'exit 0' INT TERM

PGPASSWORD=$(cat "$FOLDER/password")
export PGPASSWORD
place="localhost:$PORT/centre?sslrootcert=$FOLDER/authority.crt"
export DATABASE_URL="postgres://owner@$place"
query() { "$programs/psql" -X -q -t -A "postgresql://owner@localhost:$PORT/$1?sslmode=verify-full&sslrootcert=$FOLDER/authority.crt" -c "$2"; }
[ -n "$(query postgres "SELECT 1 FROM pg_database WHERE datname = 'centre'")" ] ||
    query postgres "CREATE DATABASE centre" ||
    die "the database couldn't be made" "see $FOLDER/log"
# What the program can't do it says itself, with what helps.
"$PROGRAM" migrate --database-url || exit
site=$(query centre "SELECT id FROM centre.sites LIMIT 1")
[ -n "$site" ] || site=$("$PROGRAM" centre add-site "$SITE_NAME" | sed 's/added site //') || exit

code() { "$PROGRAM" centre invite --site "$site" --name "$1" | sed -n 's/^join code \([^,]*\),.*/\1/p'; }
front_desk=$(code "Front desk") || exit
back_door=$(code "Back door") || exit
cat <<SAID

The centre runs until this is ended with Ctrl-C; what it holds stays in $FOLDER.
Each of these joins one kiosk (name its data folder with --data DIR):

  $PROGRAM kiosk join --url 'postgres://$place' --code $front_desk
  $PROGRAM kiosk join --url 'postgres://$place' --code $back_door

The second one waits until an administrator approves it at the first: $PROGRAM kiosk approve
SAID
while sleep 1; do
    server pg_ctl -D "$FOLDER/data" status >/dev/null || die "Postgres has ended" "see $FOLDER/log"
done
