#!/usr/bin/env bash
# Makes the figures of "Other spaces" and "Without training" in ag-net.md. A run that is there already is not repeated; a run
# that was stopped goes on.
# Usage: docs/methods/ag-net-spaces.sh TABLES OUT [CASE...]
#   TABLES holds nas-bench-macro-cifar10.csv.gz, nasbench101-sample-500.csv and nasbench301-sample-500.csv
#   cases: macro nb101 darts training-free
set -euo pipefail
tables=$1 out=$2
shift 2
cases=("$@")
[ ${#cases[@]} -gt 0 ] || cases=(macro nb101 darts training-free)
studio=${NASSTUDIO:-./nasstudio}
data=$out/data
mkdir -p "$out"
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1

# search NAME SPACE EVALUATOR METRIC EVALUATIONS STRATEGY
search() {
  local folder=$out/$1 key=benchmark
  [ "$3" = table ] || key=$3
  cat > "$folder.json" <<JSON
{ "schema": "nasstudio/experiment/v1", "name": "$1", "space": { "kind": "$2" },
  "evaluator": { "kind": "$3", "$key": "${1%-vs-*}" }, "strategy": { "kind": "$6" },
  "objectives": [ { "metric": "$4", "direction": "maximize" } ], "constraints": [],
  "budget": { "evaluations": $5 }, "seeds": [ $(seq -s, 5000 5009) ] }
JSON
  [ -f "$folder/result.json" ] || "$studio" run "$folder.json" --out "$folder" --data "$data"
}

# against CASE SPACE EVALUATOR METRIC: AG-Net with its default options against random search and local search
against() {
  for kind in random local-search ag-net; do search "$1-vs-$kind" "$2" "$3" "$4" 96 $kind; done
  for at in 48 96; do
    "$studio" compare "$out/$1"-vs-{ag-net,local-search,random} --at $at --against "$out/$1-vs-random" --data "$data"
  done
}

import() { # NAME FILE SPACE [OPTION...]
  [ -f "$data/benchmarks/$1.nasbench" ] || "$studio" benchmarks import "$tables/$2" --name "$1" --space "$3" "${@:4}" --data "$data"
}

# retrain NAME STRATEGY OPTIONS EVALUATIONS SEEDS: from scratch
retrain() {
  local folder=$out/$1
  cat > "$folder.json" <<JSON
{ "schema": "nasstudio/experiment/v1", "name": "$1", "space": { "kind": "darts" },
  "evaluator": { "kind": "train", "dataset": "fashion-mnist", "downsample": 2, "maxTrainImages": 6000, "epochs": 6 },
  "strategy": { "kind": "$2", "options": $3 },
  "objectives": [ { "metric": "val_acc", "direction": "maximize" } ], "constraints": [],
  "budget": { "evaluations": $4 }, "seeds": [ $5 ] }
JSON
  [ -f "$folder/result.json" ] || "$studio" run "$folder.json" --out "$folder" --data "$data"
}

for case in "${cases[@]}"; do
  case $case in
    macro)
      import macro nas-bench-macro-cifar10.csv.gz nas-bench-macro --architecture arch --metric "acc_mean: unit %, maximize, validation"
      against macro nas-bench-macro table acc_mean ;;
    nb101 | darts)
      [ "$case" = nb101 ] && space=nas-bench-101 file=nasbench101 || space=darts file=nasbench301
      import "$case-sample" "$file-sample-500.csv" "$space"
      "$studio" surrogates list --data "$data" | grep -q "^$case " || "$studio" surrogates fit "$case-sample" --metric val_acc --name "$case" --data "$data"
      against "$case" "$space" surrogate val_acc ;;
    training-free)
      [ -f "$out/training-free/result.json" ] ||
        "$studio" run examples/darts-training-free.json --out "$out/training-free" --data "$data"
      genotype=$(sed -n 's/^  "architecture": \(.*\),$/\1/p' "$(ls "$out"/training-free/architectures/*.json | head -1)")
      retrain training-free-found given "{ \"architectures\": [ $genotype ] }" 1 0,1,2
      retrain training-free-random random "{}" 8 0,1 ;;
  esac
done
