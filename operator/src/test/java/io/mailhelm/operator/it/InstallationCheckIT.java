package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.config.DomainName;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.check.InstallationCheck;
import io.mailhelm.operator.check.InstallationCheck.LeaseName;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What `helm test` says of installations that work, and of others. */
class InstallationCheckIT {
  private static final String ACCOUNT = "mailhelm-operator-check";
  private static final String LEASE = "mailhelm-operator";

  /** What Pod Security lets be. */
  private static final PodSpec RESTRICTED =
      Serialization.unmarshal(
          """
          securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
          containers:
          - name: operator
            image: operator
            securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
          """,
          PodSpec.class);

  @RegisterExtension final KubeApi api = new KubeApi();
  private final List<String> said = new ArrayList<>();

  @Test
  void anInstallationThatWorksPassesWithTheRightsTheChartGives() throws InterruptedException {
    grant();
    deploy("2", "new", "Running");
    try (var operator = new PlayedLeader(api, "operator-new")) {
      assertThat(passes(api.configOf(ACCOUNT), Duration.ofSeconds(20), api.namespace()))
          .as("%s", said)
          .isTrue();
    }
    assertThat(said)
        .containsExactly(
            "passed: the API server answers",
            "passed: it serves MailDomains, MailUsers and SendPolicies",
            "passed: it knows every field that this version knows",
            "passed: resources are taken and compile in namespace " + api.namespace(),
            "passed: the operator of this revision is at work",
            "note: pod operator-new of revision 2 of the Deployment renews the Lease",
            "The installation works.");
    assertThat(
            api.client().resources(MailDomain.class).inNamespace(api.namespace()).list().getItems())
        .isEmpty();
  }

  @Test
  void allThatIsWrongIsSaidAtOnceWithWhatToDo() {
    assertThat(passes(api.configOf("nobody"), Duration.ZERO, "not-there", api.namespace()))
        .isFalse();

    assertThat(said)
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("FAILED: resources are taken")
                    .contains(
                        "namespace " + api.namespace(),
                        "cannot create resource \"maildomains\"",
                        "rbac.create"))
        .anySatisfy(
            line -> assertThat(line).startsWith("FAILED: the operator of this revision is at work"))
        .last()
        .asString()
        .isEqualTo("The installation does not work yet: see above.");
  }

  @Test
  void aNamespaceThatIsNotThereIsSaid() {
    assertThat(passes(api.config(), Duration.ZERO, "not-there")).isFalse();

    assertThat(said)
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("FAILED: resources are taken and compile in namespace not-there")
                    .contains("a namespace that is watched has to be there"));
  }

  @Test
  void anOperatorThatDoesNotWorkIsSaid() {
    assertThat(passes(api.config(), Duration.ZERO, api.namespace())).isFalse();

    assertThat(said)
        .contains(
            "passed: resources are taken and compile in namespace " + api.namespace(),
            "FAILED: the operator of this revision is at work: nobody renews the Lease %1$s/mailhelm-operator: see why with kubectl -n %1$s describe pods, and logs"
                .formatted(api.namespace()));
  }

  @Test
  void anUpgradeWhoseOperatorDoesNotComeUpFailsWhileTheOneBeforeGoesOn()
      throws InterruptedException {
    grant();
    deploy("1", "old", "Running");
    deploy("2", "new", "CrashLoopBackOff");
    try (var operator = new PlayedLeader(api, "operator-old")) {
      assertThat(passes(api.configOf(ACCOUNT), Duration.ZERO, api.namespace())).isFalse();
    }
    assertThat(said)
        .contains(
            ("FAILED: the operator of this revision is at work: operator-old, which renews the Lease, is"
                    + " not of revision 2 of the Deployment, the newest: that has operator-new"
                    + " (CrashLoopBackOff). See kubectl -n %s describe pods -l pod-template-hash=new, and"
                    + " logs")
                .formatted(api.namespace()));
  }

  @Test
  void aDeploymentThatNobodyHasLookedAtSinceItWasChangedIsWaitedFor() throws InterruptedException {
    deploy("1", "old", "Running");
    edits()
        .edit(
            Deployment.class,
            LEASE,
            any -> any.edit().editSpec().withReplicas(2).endSpec().build());
    try (var operator = new PlayedLeader(api, "operator-old")) {
      assertThat(passes(api.config(), Duration.ZERO, api.namespace())).isFalse();
    }
    assertThat(said)
        .anySatisfy(
            line -> assertThat(line).contains("has not been looked at since it was changed"));
  }

  @Test
  void anApiServerThatDoesNotAnswerIsSaidAndNothingElse() {
    var nowhere =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + KubeApi.freePort())
            .withRequestRetryBackoffLimit(0)
            .build();

    assertThat(passes(nowhere, Duration.ZERO, api.namespace())).isFalse();
    assertThat(said).hasSize(2).first().asString().contains("does not answer", "NetworkPolicy");
  }

  @Test
  void aNamespaceThatMayUseNoDomainIsNotTried() {
    var namespaces = new TreeMap<String, Optional<DomainName>>();
    namespaces.put("shop", Optional.empty());

    passes(api.config(), Duration.ZERO, namespaces);

    assertThat(said)
        .contains(
            "note: namespace shop may use no domain (allow.domains of the chart), so none was"
                + " tried");
  }

  @Test
  void anApiServerTakesItsJobAndPodWherePodsAreRestricted() {
    api.configOf(ACCOUNT);
    var taken = new ArrayList<String>();
    for (var object : ChartRights.rendered("hooks.yaml")) {
      if (object instanceof Job || object instanceof Pod) {
        object.getMetadata().setNamespace(api.namespace());
        taken.add(api.client().resource(object).dryRun(true).create().getKind());
      }
    }

    assertThat(taken).containsExactlyInAnyOrder("Job", "Pod");
  }

  @Test
  void whichNamespacesItLooksAt() {
    assertThat(InstallationCheck.namespaces("a,b", "own")).containsExactly("a", "b");
    assertThat(InstallationCheck.namespaces("", "own")).containsExactly("own");
    assertThat(InstallationCheck.namespaces("JOSDK_ALL_NAMESPACES", "own")).containsExactly("own");
  }

  private boolean passes(Config config, Duration patience, String... names) {
    var namespaces = new TreeMap<String, Optional<DomainName>>();
    for (var name : names) {
      namespaces.put(name, Optional.of(DomainName.of("check.invalid")));
    }
    return passes(config, patience, namespaces);
  }

  private boolean passes(
      Config config, Duration patience, TreeMap<String, Optional<DomainName>> namespaces) {
    try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
      return new InstallationCheck(
              client, namespaces, new LeaseName(api.namespace(), LEASE), patience, said::add)
          .passes();
    }
  }

  /** The chart's roles for it, in the test's namespace. */
  private void grant() {
    for (var role : ChartRights.rendered("hooks.yaml")) {
      if (role instanceof Role && role.getMetadata().getName().startsWith(ACCOUNT)) {
        put(
            new RoleBuilder((Role) role)
                .editMetadata()
                .withNamespace(api.namespace())
                .endMetadata()
                .build());
        put(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName(role.getMetadata().getName())
                .withNamespace(api.namespace())
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", role.getMetadata().getName())
                .addNewSubject("", "ServiceAccount", ACCOUNT, api.namespace())
                .build());
      }
    }
  }

  private void put(HasMetadata object) {
    api.client().resource(object).serverSideApply();
  }

  /**
   * What the controllers make of a revision of the operator's Deployment.
   *
   * @param state phase of its pod, or why its container waits
   */
  private void deploy(String revision, String hash, String state) {
    var deployment = deployed(revision);
    var labels = Map.of("app", "operator", "pod-template-hash", hash);
    create(
        """
        apiVersion: apps/v1
        kind: ReplicaSet
        metadata:
          name: operator-%s
          labels: {app: operator, pod-template-hash: %1$s}
          annotations: {deployment.kubernetes.io/revision: "%s"}
          ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: %s, uid: %s, controller: true}]
        spec:
          replicas: 1
          selector: {matchLabels: {app: operator, pod-template-hash: %1$s}}
          template:
            metadata: {labels: {app: operator, pod-template-hash: %1$s}}
            spec: {containers: [{name: operator, image: operator}]}
        """
            .formatted(hash, revision, LEASE, deployment.getMetadata().getUid()));
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("operator-" + hash)
            .withNamespace(api.namespace())
            .withLabels(labels)
            .endMetadata()
            .withSpec(RESTRICTED)
            .build();
    api.client().resource(pod).create();
    var running = state.equals("Running");
    edits()
        .editStatus(
            Pod.class,
            pod.getMetadata().getName(),
            any ->
                any.edit()
                    .withNewStatus()
                    .withPhase("Running")
                    .addNewContainerStatus()
                    .withName("operator")
                    .withImage("operator")
                    .withImageID("")
                    .withReady(running)
                    .withRestartCount(0)
                    .withState(
                        running
                            ? new ContainerStateBuilder().withNewRunning().endRunning().build()
                            : new ContainerStateBuilder()
                                .withNewWaiting()
                                .withReason(state)
                                .endWaiting()
                                .build())
                    .endContainerStatus()
                    .endStatus()
                    .build());
  }

  private Deployment deployed(String revision) {
    put(
        Serialization.unmarshal(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: %s
              namespace: %s
              annotations: {deployment.kubernetes.io/revision: "%s"}
            spec:
              selector: {matchLabels: {app: operator}}
              template:
                metadata: {labels: {app: operator}}
                spec: {containers: [{name: operator, image: operator}]}
            """
                .formatted(LEASE, api.namespace(), revision),
            Deployment.class));
    edits()
        .editStatus(
            Deployment.class,
            LEASE,
            any ->
                any.edit()
                    .editOrNewStatus()
                    .withObservedGeneration(any.getMetadata().getGeneration())
                    .endStatus()
                    .build());
    return api.client().apps().deployments().inNamespace(api.namespace()).withName(LEASE).get();
  }

  private Edits edits() {
    return new Edits(api);
  }

  private void create(String yaml) {
    api.client()
        .resource(Serialization.unmarshal(yaml, ReplicaSet.class))
        .inNamespace(api.namespace())
        .create();
  }

  /** Renews the Lease, as an operator at work does. */
  private static final class PlayedLeader implements AutoCloseable {
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Thread thread;

    PlayedLeader(KubeApi api, String identity) {
      var leases = api.client().leases().inNamespace(api.namespace());
      thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (!ended.get()) {
                      leases
                          .resource(
                              new LeaseBuilder()
                                  .withNewMetadata()
                                  .withName(LEASE)
                                  .endMetadata()
                                  .withNewSpec()
                                  .withHolderIdentity(identity)
                                  .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
                                  .endSpec()
                                  .build())
                          .forceConflicts()
                          .serverSideApply();
                    }
                  });
    }

    @Override
    public void close() throws InterruptedException {
      ended.set(true);
      thread.join();
    }
  }
}
