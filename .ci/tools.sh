# Installs what building and testing need, through the system's package manager. Sourced by ./run and ./test.

say() { printf '%s\n' "$*" >&2; }

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

# install LABEL APT-PACKAGES BREW-PACKAGES
install() {
  if command -v apt-get >/dev/null 2>&1; then
    say "Installing $1 (apt-get install $2)…"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $2 >/dev/null
  elif command -v dnf >/dev/null 2>&1; then
    say "Installing $1 (dnf install $3)…"
    as_root dnf install -y -q $3
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
  install "PostgreSQL" "postgresql" "postgresql@17" || exit 1
}
