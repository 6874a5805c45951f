#!/bin/sh
# What some tests need from the system: Chromium with a font as wide as phones have (browser), and Kannel (SMS).
# Installed where we may (root with apt), else named.
missing=""
command -v chromium >/dev/null 2>&1 || missing="chromium"
ls /usr/share/fonts/truetype/liberation*/LiberationSans-Regular.ttf >/dev/null 2>&1 || missing="$missing fonts-liberation"
command -v bearerbox >/dev/null 2>&1 && command -v smsbox >/dev/null 2>&1 || missing="$missing kannel"
[ -x /usr/lib/kannel/test/fakesmsc ] || missing="$missing kannel-extras"
[ -z "$missing" ] && exit 0

install_missing() {
    # shellcheck disable=SC2086 # words
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing
}
# Debian starts a Kannel with a sample configuration as soon as it is installed; 101 = no service may start now.
policy=/usr/sbin/policy-rc.d
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing for the tests: $missing"
    [ -e $policy ] || { printf '#!/bin/sh\nexit 101\n' >$policy && chmod 755 $policy && trap 'rm -f $policy' EXIT; }
    { install_missing || { apt-get update -qq && install_missing; }; } >/dev/null 2>&1 && exit 0
fi
echo "Some tests need the packages $missing (Debian: apt install $missing); without them they are skipped." >&2
[ "${CI:-}" != true ]
