#!/usr/bin/env bash
# Makes the figures of ag-net.md: runs AG-Net and the baselines on the NAS-Bench-201 tables from the same random starts, and
# compares them. A run that is there already is not repeated; a run that was stopped goes on.
# Usage: docs/methods/ag-net.sh TABLES OUT [CASE...]   TABLES holds nasbench201-cifar10.csv.gz and nasbench201-cifar100.csv.gz
#   FIRST_SEED=1000 takes the seeds from 1000 on instead of 4000, SEEDS=40 so many on the whole tables instead of 20 and under limits instead of 10 (each choice its own OUT)
#   cases: cifar10 cifar100 ablations raspi4-10 raspi4-20 raspi4-30 fpga-3 fpga-4   (all of them take some hours of one core)
set -euo pipefail
tables=$1 out=$2
shift 2
cases=("$@")
[ ${#cases[@]} -gt 0 ] || cases=(cifar10 cifar100 ablations raspi4-10 raspi4-20 raspi4-30 fpga-3 fpga-4)
studio=${NASSTUDIO:-./nasstudio}
first=${FIRST_SEED:-4000}
seeds=${SEEDS:-20}
data=$out/data
mkdir -p "$out"
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1

for table in cifar10 cifar100; do
  [ -f "$data/benchmarks/$table.nasbench" ] ||
    "$studio" benchmarks import "$tables/nasbench201-$table.csv.gz" --name "$table" --space nas-bench-201 --data "$data"
done

# search NAME TABLE CONSTRAINT SEEDS STRATEGY [OPTIONS]
search() {
  local folder=$out/$1
  cat > "$folder.json" <<JSON
{ "schema": "nasstudio/experiment/v1", "name": "$1", "space": { "kind": "nas-bench-201" },
  "evaluator": { "kind": "table", "benchmark": "$2" },
  "strategy": { "kind": "$5", "options": ${6:-{\}} },
  "objectives": [ { "metric": "val_acc_200", "direction": "maximize" } ], "constraints": [ $3 ],
  "budget": { "evaluations": 192 }, "seeds": [ $(seq -s, $first $((first + $4 - 1))) ] }
JSON
  [ -f "$folder/result.json" ] || "$studio" run "$folder.json" --out "$folder" --data "$data"
}

compare() { "$studio" compare "$@" --data "$data"; }

for case in "${cases[@]}"; do
  case $case in
    cifar10 | cifar100)
      for kind in local-search regularized-evolution random ag-net; do search "$case-$kind" "$case" "" "$seeds" $kind; done
      for at in 48 96 192; do
        compare "$out/$case"-{ag-net,local-search,regularized-evolution,random} --at $at --against "$out/$case-local-search"
      done
      compare "$out/$case"-{ag-net,regularized-evolution} --at 96 --against "$out/$case-regularized-evolution" ;;
    ablations)
      search cifar10-ag-net cifar10 "" 20 ag-net
      search cifar10-unweighted cifar10 "" 20 ag-net '{ "rankWeighting": false }'
      search cifar10-generator cifar10 "" 20 ag-net '{ "surrogate": "none", "epochs": 20 }'
      search cifar10-generator-unweighted cifar10 "" 20 ag-net '{ "surrogate": "none", "epochs": 20, "rankWeighting": false }'
      search cifar10-frozen cifar10 "" 20 ag-net '{ "search": "frozen" }'
      search cifar10-faithful cifar10 "" 20 ag-net '{ "latent": "faithful" }'
      network='"surrogate": "mlp", "acquisition": "mean", "candidates": 100, "mutants": 0'
      search cifar10-network cifar10 "" 20 ag-net "{ $network }"
      search cifar10-network-unweighted cifar10 "" 20 ag-net "{ $network, \"rankWeighting\": false }"
      search cifar10-network-frozen cifar10 "" 20 ag-net "{ $network, \"search\": \"frozen\" }"
      search cifar10-network-faithful cifar10 "" 20 ag-net "{ $network, \"latent\": \"faithful\" }"
      for at in 96 192; do
        compare "$out"/cifar10-network{,-unweighted,-frozen,-faithful} --at $at --against "$out/cifar10-network"
        compare "$out"/cifar10-{ag-net,unweighted,frozen,faithful} --at $at --against "$out/cifar10-ag-net"
        compare "$out"/cifar10-{generator,generator-unweighted} --at $at --against "$out/cifar10-generator"
      done ;;
    *)
      limit="{ \"metric\": \"latency_${case%-*}_ms\", \"max\": ${case#*-} }"
      for kind in local-search random ag-net; do search "$case-$kind" cifar10 "$limit" "${SEEDS:-10}" $kind; done
      compare "$out/$case"-{ag-net,local-search,random} --against "$out/$case-local-search" ;;
  esac
done
