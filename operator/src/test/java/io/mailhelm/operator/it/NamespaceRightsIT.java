package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import java.util.ArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A watched namespace whose Role or RoleBinding somebody took away, or that is gone. */
class NamespaceRightsIT {
  private static final String ACCOUNT = "mailhelm-operator";
  private static final String INDEX = "example-com-config-index";

  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);
  private final ChartRights rights = new ChartRights();
  private final int port = KubeApi.freePort();
  private KubeApi other;
  private Seen others;

  @BeforeEach
  void begin() {
    other = KubeApi.beside();
    others = new Seen(other);
    rights.grant(api, ACCOUNT);
  }

  @AfterEach
  void end() {
    other.close();
  }

  private RunningOperator operator() {
    return RunningOperator.in(api, api.configOf(ACCOUNT), other);
  }

  @Test
  void stopsNoOtherNamespaceAndIsLookedAfterWhenItsRightsComeBack() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var second = PlayedNode.in(other.client(), other.namespace());
        var operator = operator()) {
      others.apply(
          Declarations.server(KubeApi.freePort()).replace("example.com", "other.example")
              + Declarations.user("bob", ""));
      seen.apply(Declarations.server(port) + Declarations.user("alice", ""));

      seen.await(MailUser.class, "alice", "Ready", "True");
      seen.await(MailDomain.class, "example-com", "Ready", "True");
      awaitRefused(operator, 1);
      assertThat(others.get(StatefulSet.class, "example-com-smtp")).isEmpty();

      rights.grantIn(other, api, ACCOUNT);

      others.await(MailDomain.class, "example-com", "Ready", "True");
      others.await(MailUser.class, "bob", "Ready", "True");
      awaitRefused(operator, 0);
    }
  }

  @Test
  void whatCannotBeListedIsNotTakenForGone() {
    rights.grantIn(other, api, ACCOUNT);
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var second = PlayedNode.in(other.client(), other.namespace())) {
      try (var operator = operator()) {
        others.apply(Declarations.server(port) + Declarations.user("bob", ""));
        others.await(MailUser.class, "bob", "Ready", "True");
        others.await(MailDomain.class, "example-com", "Ready", "True");
      }
      var config = others.get(Secret.class, INDEX).orElseThrow().getData();
      mayNotList("mailusers");

      try (var operator = operator()) {
        others.await(
            MailDomain.class,
            "example-com",
            domain ->
                Seen.condition(domain, "Ready")
                    .filter(ready -> ready.message().contains("cannot list resource \"mailusers\""))
                    .isPresent());
        assertThat(others.get(Secret.class, INDEX).orElseThrow().getData()).isEqualTo(config);

        others.delete(RoleBinding.class, ACCOUNT);
        others.delete(Role.class, ACCOUNT);
        rights.grantIn(other, api, ACCOUNT);

        others.await(MailDomain.class, "example-com", "Ready", "True");
        assertThat(others.get(Secret.class, INDEX).orElseThrow().getData()).isEqualTo(config);
      }
    }
  }

  @Test
  void aUserIsNotLetGoWhileItsDomainIsNotListed() {
    rights.grantIn(other, api, ACCOUNT);
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var second = PlayedNode.in(other.client(), other.namespace())) {
      try (var operator = operator()) {
        others.apply(Declarations.server(port) + Declarations.user("bob", ""));
        others.await(MailUser.class, "bob", "Ready", "True");
      }
      mayNotList("maildomains");
      second.pod("example-com-smtp-0").hearsNothing(true);
      others.delete(MailUser.class, "bob");

      try (var operator = operator()) {
        var bob =
            others.await(
                MailUser.class,
                "bob",
                user ->
                    Seen.condition(user, "Ready")
                        .filter(ready -> ready.message().contains("\"maildomains\""))
                        .isPresent());
        assertThat(bob.getMetadata().getFinalizers()).isNotEmpty();
      }
    }
  }

  /** A packaged one; the probe is what a rollout waits for. */
  @Test
  void theOperatorIsReadyWhereOneNamespaceIsRefusedAndNotWhereAllAre() throws InterruptedException {
    try (var process = new OperatorProcess(api, api.configOf(ACCOUNT), "some", other.namespace())) {
      Awaitility.await("it is ready").until(process::isReady);
      Awaitility.await("it says what it may not")
          .until(
              () ->
                  process
                      .log()
                      .contains(
                          "namespace %s is not looked after, all else is"
                              .formatted(other.namespace())));
      process.terminate();
    }
    try (var process = new OperatorProcess(api, api.configOf("nobody"), "nobody")) {
      Awaitility.await("it says what it may not")
          .until(() -> process.log().contains("is not looked after"));
      assertThat(process.isReady()).isFalse();
    }
  }

  private void mayNotList(String resource) {
    others.edit(
        Role.class,
        ACCOUNT,
        role ->
            role.getRules().stream()
                .filter(rule -> rule.getResources().contains(resource))
                .forEach(
                    rule -> {
                      var rest = new ArrayList<>(rule.getResources());
                      rest.remove(resource);
                      rule.setResources(rest);
                    }));
    // What is left of it: to write.
    others.edit(
        Role.class,
        ACCOUNT,
        role ->
            role.getRules()
                .add(
                    new PolicyRuleBuilder()
                        .withApiGroups("mailhelm.io")
                        .withResources(resource)
                        .withVerbs("get", "patch")
                        .build()));
  }

  private static void awaitRefused(RunningOperator operator, int count) {
    Awaitility.await("namespaces that are refused")
        .until(
            () -> operator.registry().find("mailhelm.namespace.refused").gauges().size() == count);
  }
}
