# Every target says what it is for: make help
JAVA := JAVA_HOME="$$(bin/mailhelm --print-java-home)" MAVEN_OPTS="$$MAVEN_OPTS --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
MAVEN := $(JAVA) mvn -B -ntp
QUIETLY := -q
GENERATE := -Dmailhelm.generate=true -Dsurefire.failIfNoSpecifiedTests=false
FOLDER ?= examples/quickstart
DATA ?= mailhelm-data

.DEFAULT_GOAL := help
.PHONY: help build images plugin release run test it fmt check conformance generate e2e bench bench-dns bench-fairness bench-operator fuzz kube

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## compile and package, with the AOT cache that makes it start fast
	@$(JAVA) tools/build mvn -B -ntp package -DskipTests
	@tools/aot-cache

images: build ## container images as archives in images/target: no daemon, no registry (wants Debian's apt-get)
	@images/build $(IMAGES)
	@checks/images.py

plugin: build ## the archives of kubectl mailhelm and its manifest for Krew in plugin/target
	@plugin/build $(if $(PLUGIN_URL),--url $(PLUGIN_URL))

release: images plugin ## what is published of a version, with SHA-256 sums and bills of materials, in target/release
	@tools/release

run: build ## serve FOLDER (examples/quickstart) for development on this machine
	@exec bin/mailhelm serve $(FOLDER) --data $(DATA) --dev

test: ## every test that needs no more than JDK 25, Maven, Go, make and Python 3
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { echo "make test wants Python 3.10 or newer: install python3" >&2; exit 69; }
	@tools/kube/build etcd kube-apiserver kubectl >/dev/null
	@$(MAVEN) verify
	@checks/run corpus

it: ## the operator against a real kube-apiserver and etcd (wants Go, to build them once)
	@tools/kube/build etcd kube-apiserver kubectl >/dev/null
	@$(MAVEN) verify -pl operator -am -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false

fmt: ## format the Java sources
	@$(MAVEN) $(QUIETLY) spotless:apply

generate: ## write again what is generated: CRDs (the chart's too), references, golden cases, the OLM bundle
	@$(MAVEN) $(QUIETLY) test -pl crds $(GENERATE) -Dtest=CrdDriftTest
	@$(MAVEN) $(QUIETLY) test -pl smtp-server -am $(GENERATE) -Dtest='OpenApiTest,MetricsReferenceTest'
	@$(MAVEN) $(QUIETLY) test -pl compiler -am $(GENERATE) -Dtest=CasesTest
	@$(MAVEN) $(QUIETLY) test -pl operator -am $(GENERATE) -Dtest=GoldenShapesTest
	@$(MAVEN) $(QUIETLY) test -pl helm $(GENERATE) -Dtest='ChartTest,OlmBundleTest'

check: build ## formatting, drift, libraries that are shipped, foreign clients and servers, system calls, alerts (wants root and Debian's packages; says which)
	@$(MAVEN) $(QUIETLY) spotless:check
	@checks/run

conformance: ## the public test suite of RFC 7208 (SPF), which pip brings once (wants Debian's python3-pip)
	@suite=$$(tools/conformance/suite) && $(MAVEN) $(QUIETLY) test -pl dns -am -Dtest=SpfConformanceTest \
	  -Dsurefire.failIfNoSpecifiedTests=false -Dmailhelm.conformance="$$suite"

e2e: ## the whole of it on the cluster KUBECONFIG names; IMAGE_LOAD: the command that takes image archives there
	@e2e/with-cluster sh -c '$(MAKE) images plugin && exec e2e/run $(PARTS)'

bench-operator: ## what 100, 1,000 and 10,000 users cost the operator, on such a cluster (USERS="100 1000")
	@e2e/with-cluster sh -c '$(MAKE) images && exec bench/operator $(USERS)'

bench-dns: ## what looking at the DNS of 1,000 domains costs the operator, with a name server on loopback
	@bench/dns

bench-fairness: build ## how long a good client and a probe wait beside 3, 8 and 40 senders at full speed
	@bench/fairness

bench: build ## ratios against Postfix, smtp-sink and SubEtha in one run, receiving and sending (wants Debian's postfix)
	@bench/run
	@bench/sending

fuzz: ## fuzz the wire, the MIME parser, SPF, the compiler and what the operator reads for FUZZ_SECONDS (30) each
	@$(MAVEN) test -Dtest='*Fuzz*' -Dmailhelm.fuzz.seconds=$(or $(FUZZ_SECONDS),30) -Dsurefire.failIfNoSpecifiedTests=false

kube: ## build the API server of the tests, kubectl and helm into the cache (wants Go; some minutes, once)
	@tools/kube/build
