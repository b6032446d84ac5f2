package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.mailhelm.config.Adopt;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailDomainStatus.RetainedMailboxStatus;
import io.mailhelm.crds.MailUser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a user who is deleted leaves, and who takes it up. */
class RetainedIT {
  private static final String POD = "example-com-smtp-0";
  private static final String FOUND = "RetainedMailboxFound";

  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);
  private final int port = KubeApi.freePort();

  @Test
  void theSameFilesAppliedAgainBringTheMailAndThePasswordBack() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      var files = Declarations.server(port) + Declarations.user("alice", "");
      seen.apply(files);
      seen.await(MailUser.class, "alice", "Ready", "True");
      var password = password("alice");

      seen.delete(MailDomain.class, "example-com");
      seen.delete(MailUser.class, "alice");
      seen.awaitGone(MailUser.class, "alice");
      seen.awaitGone(MailDomain.class, "example-com");
      node.collectGarbage();
      assertThat(password("alice")).isEqualTo(password);
      seen.apply(files);

      var alice = seen.await(MailUser.class, "alice", FOUND, "True");
      seen.await(MailUser.class, "alice", "Ready", "True");
      assertThat(Seen.condition(alice, FOUND).orElseThrow().reason()).isEqualTo("TakenUp");
      assertThat(Seen.condition(alice, FOUND).orElseThrow().message())
          .contains("3 messages", "1234 octets", PlayedMailboxes.SINCE);
      assertThat(password("alice")).isEqualTo(password);
      seen.await(
          Secret.class,
          "alice-smtp",
          secret ->
              alice
                  .getMetadata()
                  .getUid()
                  .equals(secret.getMetadata().getAnnotations().get("mailhelm.io/mailuser-uid")));
      assertThat(node.pod(POD).config().orElseThrow().users().getFirst().adopt())
          .isEqualTo(Adopt.WhenNew);
      assertThat(node.trouble()).isEmpty();
    }
  }

  @Test
  void whoIsToHaveNothingOfItHasNothingAndIsToldWhatToWrite() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(Declarations.server(port) + Declarations.user("alice", ""));
      var first = seen.await(MailUser.class, "alice", "Ready", "True");
      assertThat(Seen.condition(first, FOUND)).isEmpty();
      var password = password("alice");
      seen.delete(MailUser.class, "alice");
      seen.awaitGone(MailUser.class, "alice");
      var domain =
          seen.await(
              MailDomain.class,
              "example-com",
              any -> Integer.valueOf(1).equals(any.getStatus().retainedMailboxCount()));
      assertThat(domain.getStatus().retainedMailboxes())
          .containsExactly(
              new RetainedMailboxStatus(
                  "alice@example.com",
                  first.getMetadata().getUid(),
                  3L,
                  1234L,
                  PlayedMailboxes.SINCE));

      seen.apply(Declarations.user("alice", "adopt: None"));

      var alice = seen.await(MailUser.class, "alice", FOUND, "True");
      seen.await(MailUser.class, "alice", "Ready", "True");
      assertThat(Seen.condition(alice, FOUND).orElseThrow())
          .extracting(Condition::reason)
          .isEqualTo("LeftClosed");
      assertThat(Seen.condition(alice, FOUND).orElseThrow().message())
          .contains("write spec.adopt: Address");
      assertThat(password("alice")).isNotEqualTo(password);

      seen.apply(Declarations.user("alice", "adopt: Address"));
      seen.await(
          MailUser.class,
          "alice",
          user ->
              Seen.condition(user, FOUND)
                  .filter(condition -> condition.reason().equals("TakenUp"))
                  .isPresent());
      seen.await(
          MailDomain.class,
          "example-com",
          any -> Integer.valueOf(0).equals(any.getStatus().retainedMailboxCount()));
      assertThat(node.pod(POD).mailboxes().closed()).isEmpty();
    }
  }

  @Test
  void aDomainMaySayThatNobodyTakesAnythingUp() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      var files =
          Declarations.server(port, "mailboxes: {readopt: Never}") + Declarations.user("alice", "");
      seen.apply(files);
      seen.await(MailUser.class, "alice", "Ready", "True");
      var password = password("alice");
      seen.delete(MailUser.class, "alice");
      seen.awaitGone(MailUser.class, "alice");

      seen.apply(files);

      var alice = seen.await(MailUser.class, "alice", FOUND, "True");
      assertThat(Seen.condition(alice, FOUND).orElseThrow().reason()).isEqualTo("LeftClosed");
      assertThat(password("alice")).isNotEqualTo(password);
      assertThat(node.pod(POD).mailboxes().closed()).containsExactly("alice@example.com");
    }
  }

  @Test
  void whoSaysDeleteLeavesNothing() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(Declarations.server(port) + Declarations.user("alice", ""));
      seen.await(MailUser.class, "alice", "Ready", "True");
      seen.apply(Declarations.user("alice", "deletionPolicy: Delete"));
      seen.await(MailUser.class, "alice", "Ready", "True");
      seen.await(
          Secret.class,
          "alice-smtp",
          secret -> !secret.getMetadata().getOwnerReferences().isEmpty());
      var password = password("alice");
      seen.delete(MailUser.class, "alice");
      seen.awaitGone(MailUser.class, "alice");
      node.collectGarbage();
      assertThat(seen.get(Secret.class, "alice-smtp")).isEmpty();

      seen.apply(Declarations.user("alice", ""));

      var alice = seen.await(MailUser.class, "alice", "Ready", "True");
      assertThat(Seen.condition(alice, FOUND)).isEmpty();
      assertThat(password("alice")).isNotEqualTo(password);
    }
  }

  @Test
  void aDomainThatSaysDeleteLeavesNoPasswordOfUsersWhoWentBeforeIt() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(
          Declarations.server(port)
              + Declarations.user("alice", "")
              + Declarations.user("bob", ""));
      seen.await(MailUser.class, "alice", "Ready", "True");
      seen.await(MailUser.class, "bob", "Ready", "True");
      seen.delete(MailUser.class, "alice");
      seen.awaitGone(MailUser.class, "alice");
      seen.apply(
          """
          apiVersion: v1
          kind: Secret
          metadata: {name: mine, labels: {mailhelm.io/use: password}}
          stringData: {password: mine}
          """);
      assertThat(seen.get(Secret.class, "alice-smtp")).isPresent();

      seen.apply(Declarations.server(port, "deletionPolicy: Delete"));
      seen.delete(MailDomain.class, "example-com");
      seen.awaitGone(MailDomain.class, "example-com");

      seen.awaitGone(Secret.class, "alice-smtp");
      // His user is there, and says Retain.
      assertThat(seen.get(Secret.class, "bob-smtp")).isPresent();
      assertThat(seen.get(Secret.class, "mine")).isPresent();
    }
  }

  @Test
  void aSecretOfAnEarlierVersionStaysWhenItsUserGoes() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(Declarations.server(port) + Declarations.user("alice", ""));
      var alice = seen.await(MailUser.class, "alice", "Ready", "True");
      var password = password("alice");

      seen.edit(
          Secret.class,
          "alice-smtp",
          secret -> {
            secret.getMetadata().getAnnotations().remove("mailhelm.io/mailuser-uid");
            secret.getMetadata().getAnnotations().remove("mailhelm.io/address");
            secret
                .getMetadata()
                .setOwnerReferences(
                    List.of(
                        new OwnerReferenceBuilder()
                            .withApiVersion(alice.getApiVersion())
                            .withKind("MailUser")
                            .withName("alice")
                            .withUid(alice.getMetadata().getUid())
                            .withController(true)
                            .build()));
          });

      seen.await(
          Secret.class,
          "alice-smtp",
          secret ->
              secret.getMetadata().getOwnerReferences().isEmpty()
                  && secret.getMetadata().getAnnotations().containsKey("mailhelm.io/address"));
      assertThat(password("alice")).isEqualTo(password);
    }
  }

  @Test
  void aSecretThatSomebodyMadeIsNotTakenForOneThatWasKept() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(Declarations.server(port) + Declarations.user("alice", ""));
      seen.await(MailUser.class, "alice", "Ready", "True");
      seen.delete(MailUser.class, "alice");
      seen.awaitGone(MailUser.class, "alice");
      seen.delete(Secret.class, "alice-smtp");
      seen.awaitGone(Secret.class, "alice-smtp");
      seen.apply(
          """
          apiVersion: v1
          kind: Secret
          metadata: {name: alice-smtp}
          stringData: {password: mine}
          """);

      seen.apply(Declarations.user("alice", ""));

      var alice = seen.await(MailUser.class, "alice", "Ready", "False");
      assertThat(Seen.condition(alice, "Ready").orElseThrow().reason()).isEqualTo("SecretConflict");
      assertThat(seen.get(Secret.class, "alice-smtp").orElseThrow().getData())
          .isEqualTo(Map.of("password", "bWluZQ=="));
    }
  }

  private String password(String user) {
    return seen.get(Secret.class, user + "-smtp").orElseThrow().getData().get("password");
  }
}
