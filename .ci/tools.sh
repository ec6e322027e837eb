# Installs what building and testing need, through the system's package manager. Sourced by ./run and ./test.

say() { printf '%s\n' "$*" >&2; }

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

# install LABEL APT-PACKAGES BREW-PACKAGES DNF-PACKAGES
install() {
  if command -v apt-get >/dev/null 2>&1; then
    say "Installing $1 (apt-get install $2)…"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $2 >/dev/null
  elif command -v dnf >/dev/null 2>&1; then
    say "Installing $1 (dnf install $4)…"
    as_root dnf install -y -q $4
  elif command -v brew >/dev/null 2>&1; then
    say "Installing $1 (brew install $3)…"
    brew install -q $3
  else
    say "$1 is missing and no known package manager was found; install it and start again."
    return 1
  fi
}

need_dotnet() {
  command -v dotnet >/dev/null 2>&1 && dotnet --list-sdks | grep -q '^10\.' && return 0
  say "The .NET 10 SDK is missing; install it from your distribution (package dotnet-sdk-10.0) and start again."
  exit 1
}

# PostgreSQL's programs, 15 or newer; no server has to run, Posture starts its own.
need_postgres() {
  if command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || ls /opt/homebrew/opt/postgresql@*/bin/initdb >/dev/null 2>&1; then return 0; fi
  install "PostgreSQL" "postgresql" "postgresql@17" "postgresql-server" || exit 1
}

# A browser that prints reports, with fonts for Chinese; tests print with it.
need_chromium() {
  local name
  for name in chromium chromium-browser google-chrome microsoft-edge; do
    if command -v "$name" >/dev/null 2>&1; then return 0; fi
  done
  if [ -d "/Applications/Google Chrome.app" ] || [ -d "/Applications/Chromium.app" ]; then return 0; fi
  if command -v brew >/dev/null 2>&1 && ! command -v apt-get >/dev/null 2>&1; then
    say "Installing Chromium (brew install --cask chromium)…"
    brew install -q --cask chromium || exit 1
  else
    install "Chromium" "chromium fonts-noto-cjk" "" "chromium google-noto-sans-cjk-fonts" || exit 1
  fi
}

# The same browser without a window: browser tests take a fifth less with it. Where there is no such package they use the browser.
want_browser_shell() {
  if command -v chromium-headless-shell >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then return 0; fi
  if apt-cache show chromium-headless-shell >/dev/null 2>&1; then install "Chromium without a window" "chromium-headless-shell" "" "" || return 0; fi
}

# pdftotext and pdfinfo: tests read what was printed.
need_poppler() {
  if command -v pdftotext >/dev/null 2>&1 && command -v pdfinfo >/dev/null 2>&1; then return 0; fi
  install "Poppler" "poppler-utils" "poppler" "poppler-utils" || exit 1
}

# A certified identity provider that is not ours, for tests of sign-on. Without it they are skipped, by name.
need_foreign_provider() {
  local folder=tests/TestKit/Identity/Foreign
  if [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ]; then return 0; fi
  if ! command -v npm >/dev/null 2>&1; then install "Node.js" "nodejs npm" "node" "nodejs npm" || return 0; fi
  (cd "$folder" && npm ci >/dev/null 2>&1) || say "npm could not install the foreign identity provider; the tests with it are skipped."
}

# A registry, and the programs that push, sign and attest, for tests of provenance: Debian's packages, unpacked beside other programs' caches and not installed, because releases
# before 13 have no cosign. Without them the tests that need them are skipped, by name.
want_registry_tools() {
  local name folder="${XDG_CACHE_HOME:-$HOME/.cache}/posture/registry-tools" missing=0
  for name in docker-registry cosign oras; do
    command -v "$name" >/dev/null 2>&1 || [ -x "$folder/usr/bin/$name" ] || missing=1
  done
  [ "$missing" -eq 1 ] || return 0
  local mirror; mirror=$(grep -rhoE 'https?://[^ ]+/debian/?([[:space:]]|$)' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null | head -1 | tr -d '[:space:]')
  if ! command -v apt-get >/dev/null 2>&1 || [ -z "$mirror" ]; then
    say "No Debian packages to take a registry, cosign and oras from; the tests with them are skipped."
    return 0
  fi
  say "Unpacking docker-registry, cosign and oras (Debian 13) into $folder…"
  local work; work=$(mktemp -d)
  mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$folder"
  printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s trixie main\n' "$mirror" >"$work/sources.list"
  local apt="apt-get -qq -o Dir::Etc::sourcelist=$work/sources.list -o Dir::Etc::sourceparts=- -o Dir::State::lists=$work/lists -o Dir::Cache=$work/cache -o APT::Sandbox::User="
  if (cd "$work" && $apt update && $apt download docker-registry cosign oras && for name in ./*.deb; do dpkg-deb -x "$name" "$folder" || exit 1; done) >/dev/null 2>&1; then :; else
    say "They could not be had; the tests with them are skipped."
  fi
  rm -rf "$work"
}
