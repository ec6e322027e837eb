#!/usr/bin/env bash
# Starts a real registry (TLS, tokens), pushes images, signs them in four ways with cosign and with an instance of Sigstore made here, tampers with three, and prints what
# `posture image verify` says of each; fails when one is not as expected.
set -euo pipefail
cd "$(dirname "$0")/.."
. ./.ci/tools.sh
need_dotnet
want_registry_tools
dotnet build tests/Collectors.Tests -v quiet -clp:NoSummary
exec dotnet tests/Collectors.Tests/bin/Debug/net10.0/Posture.Collectors.Tests.dll -method "*RealRegistryTests.SignedInFourWays_TamperedInThree_EachIsSaidWhatItIs" -showliveoutput
