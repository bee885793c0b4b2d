#!/usr/bin/env bash
# Makes the figures of nas-bowl.md: runs NAS-BOWL and the baselines on the NAS-Bench-201 tables from the same random starts and
# compares them; measures the surrogate, motifs and times. A run that is there already is not repeated; one that was stopped goes on.
# Usage: docs/methods/nas-bowl.sh TABLES OUT [CASE...]   TABLES holds the files that docs/methods/nas-bowl.md names
#   cases: cifar10 cifar100 peers10 peers100 surrogate motifs scores speed   (all of them took
#   less than an hour of two busy cores)
set -euo pipefail
tables=$1 out=$2
shift 2
cases=("$@")
[ ${#cases[@]} -gt 0 ] || cases=(cifar10 cifar100 peers10 peers100 surrogate motifs scores speed)
studio=${NASSTUDIO:-./nasstudio}
measure=${NASSTUDIO_PERFORMANCE:-dotnet run -c Release --project tests/NasStudio.Performance --}
data=$out/data
mkdir -p "$out"
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 NASSTUDIO_TEST_DATA=$tables

for table in cifar10 cifar100; do
  [ -f "$data/benchmarks/$table.nasbench" ] ||
    $studio benchmarks import "$tables/nasbench201-$table.csv.gz" --name "$table" --space nas-bench-201 --data "$data"
done

# search NAME TABLE EVALUATIONS SEEDS STRATEGY: seeds from 3000 on
search() {
  local folder=$out/$1
  cat > "$folder.json" <<JSON
{ "schema": "nasstudio/experiment/v1", "name": "$1", "space": { "kind": "nas-bench-201" },
  "evaluator": { "kind": "table", "benchmark": "$2" }, "strategy": { "kind": "$5" },
  "objectives": [ { "metric": "val_acc_200", "direction": "maximize" } ],
  "budget": { "evaluations": $3 }, "seeds": [ $(seq -s, 3000 $((2999 + $4))) ] }
JSON
  [ -f "$folder/result.json" ] || $studio run "$folder.json" --out "$folder" --data "$data"
}

compare() { $studio compare "$@" --data "$data"; }

for case in "${cases[@]}"; do
  case $case in
    cifar10 | cifar100)
      for kind in nas-bowl local-search regularized-evolution random; do search "$case-$kind" "$case" 150 50 $kind; done
      for at in 50 96 100 150; do
        compare "$out/$case"-{nas-bowl,local-search,regularized-evolution,random} --at $at --against "$out/$case-local-search"
      done ;;
    peers10 | peers100)
      search "$case-bananas" "cifar${case#peers}" 50 "${BANANAS_SEEDS:-60}" bananas
      for kind in nas-bowl local-search regularized-evolution; do search "$case-$kind" "cifar${case#peers}" 50 300 $kind; done
      for kind in local-search regularized-evolution bananas; do
        compare "$out/$case-nas-bowl" "$out/$case-$kind" --against "$out/$case-$kind"
      done ;;
    surrogate | motifs | scores | speed) $measure bowl "$case" ;;
  esac
done
