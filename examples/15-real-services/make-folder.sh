# The folder of the services: DATA SITE_PORT API_PORT. PostgreSQL has a part of it, and owns it where it has another user.
mkdir -p "$1/pg"
sed -e "s/@PORT@/$2/" -e "s/@API@/$3/" nginx.conf >"$1/nginx.conf"
[ "$(id -u)" -ne 0 ] || chown postgres "$1/pg"
