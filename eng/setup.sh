# Set-up shared by ./nasstudio and ./test.sh: source it, then call prepare_tools, prepare_system, prepare_scripts and a build.
# Says what it does on standard error, one line a step, so that standard output stays the program's own.
# Every step leaves a stamp under artifacts/stamps and is skipped while the hash of its inputs stays the same.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
stamps="$root/artifacts/stamps"
app="$root/artifacts/app"
configuration=Release
base_packages=(cmake g++ libtorch-dev libopenblas0-pthread libxgboost0 dataset-fashion-mnist)

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# One thread for each worker: several trainings side by side beat one that is spread over the cores.
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}" OPENBLAS_NUM_THREADS="${OPENBLAS_NUM_THREADS:-1}"
# glibc keeps big blocks instead of handing each tensor's memory back to the kernel.
export MALLOC_MMAP_THRESHOLD_="${MALLOC_MMAP_THRESHOLD_:-1073741824}"
export MALLOC_TRIM_THRESHOLD_="${MALLOC_TRIM_THRESHOLD_:-4294967296}"
export MALLOC_TOP_PAD_="${MALLOC_TOP_PAD_:-67108864}"

say() { printf 'nasstudio: %s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }

# is_done NAME HASH: whether the step NAME was last finished with these inputs.
is_done() { [ "$(cat "$stamps/$1" 2>/dev/null)" = "$2" ]; }
done_with() { mkdir -p "$stamps" && printf '%s\n' "$2" > "$stamps/$1"; }
hash_text() { sha256sum | cut -d ' ' -f 1; }

# Content of every file that a build reads, and the versions of what it builds with; paths are relative to the repository.
hash_sources() {
  { find "$@" \
      \( -name bin -o -name obj -o -name node_modules -o -name _framework -o -path '*/wwwroot/lib' \) -prune -o -type f -print0 |
      LC_ALL=C sort -z | xargs -0 sha256sum; dotnet --version; printf '%s\n' "${TORCH_PREFIX:-}"; dpkg-query -W libtorch-dev 2>/dev/null || true; } | hash_text
}

# .NET SDK and Node are the reader's choice of source, so they are checked, never installed.
prepare_tools() {
  local sdk node
  sdk="$(cd "$root" && dotnet --version 2>/dev/null || true)"
  case "$sdk" in
    10.*) ;;
    *) stop "needs the .NET SDK 10 (found: ${sdk:-none}). Install it from https://dotnet.microsoft.com/download/dotnet/10.0 and start again." ;;
  esac
  node="$(node --version 2>/dev/null || true)"
  if [ -z "$node" ] || ! command -v npm >/dev/null; then
    stop "needs Node 18 or newer with npm (found: ${node:-none}). Run: apt-get install nodejs npm"
  fi
  [ "$(printf '%s' "${node#v}" | cut -d . -f 1)" -ge 18 ] || stop "needs Node 18 or newer (found: $node)."
}

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# prepare_system PACKAGE...: Debian packages; asks on a terminal unless assume_yes=1.
prepare_system() {
  command -v dpkg-query >/dev/null || stop "installs its libraries with Debian's apt-get, which is not here. Needed: $*"
  local missing=() package answer as_root=()
  for package in "$@"; do is_installed "$package" || missing+=("$package"); done
  [ ${#missing[@]} -gt 0 ] || return 0

  local install="apt-get install -y --no-install-recommends ${missing[*]}"
  say "these Debian packages are missing and will be installed: ${missing[*]}"
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || stop "cannot install them without root. Run as root: apt-get update && $install"
    as_root=(sudo)
    [ -t 0 ] || as_root=(sudo -n)
  fi
  if [ -t 0 ] && [ -t 2 ] && [ "${assume_yes:-0}" -ne 1 ]; then
    read -r -p "nasstudio: go on? [Y/n] " answer
    case "$answer" in ''|[yY]*) ;; *) stop "nothing was installed. By hand, as root: apt-get update && $install" ;; esac
  fi
  say "apt-get update and install"
  # shellcheck disable=SC2086 # the words of $install are its arguments
  { "${as_root[@]}" apt-get update -qq &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive $install -qq; } >&2 ||
    stop "the installation failed. Run as root: apt-get update && $install"
}

# npm packages of the pages and the tests, exactly as locked.
prepare_scripts() {
  local inputs
  inputs="$(cat "$root/package.json" "$root/package-lock.json" | hash_text)"
  if ! is_done npm "$inputs" || [ ! -d "$root/node_modules" ]; then
    say "npm ci"
    (cd "$root" && npm ci --no-audit --no-fund --loglevel=error) >&2 || stop "npm ci failed (see above)."
    done_with npm "$inputs"
  fi
}

# build_app: the program as it is started, published into artifacts/app (static web assets load only from there).
build_app() {
  local inputs
  inputs="$(cd "$root" && hash_sources ./*.props ./*.csproj ./*.cs ./*.json nuget.config BannedSymbols.txt .editorconfig \
    Cli Hosting src $(ls -d Migrations wwwroot benchmarks generators 2>/dev/null))"
  if ! is_done app "$inputs" || [ ! -f "$app/NasStudio.dll" ]; then
    say "restoring NuGet packages (locked)"
    (cd "$root" && dotnet restore NasStudio.csproj --locked-mode -v quiet) >&2 || stop "the restore failed (see above)."
    say "building (the first time takes a few minutes)"
    rm -rf "$app.new"
    (cd "$root" && dotnet publish NasStudio.csproj -c "$configuration" --no-restore -o "$app.new" -v quiet) >&2 ||
      stop "the build failed (see above)."
    rm -rf "$app" && mv "$app.new" "$app"
    done_with app "$inputs"
  fi
}
