package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.mailhelm.config.ExpectedStore;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Volumes whose mail is about to go, or has gone. */
class VolumesIT {
  private static final String POD = "example-com-smtp-0";
  private static final String CLAIM = "data-" + POD;
  private static final String OTHER_IMAGE = "mailhelm/smtp-server:other";

  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);
  private final int port = KubeApi.freePort();

  @Test
  void aClaimThatIsBeingDeletedIsToldOfBeforeItsMailGoesAndItsPodStaysAsItIs() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(Declarations.server(port));
      seen.await(MailDomain.class, "example-com", "Ready", "True");
      var pod = seen.get(Pod.class, POD).orElseThrow().getMetadata().getUid();

      seen.delete(PersistentVolumeClaim.class, CLAIM);
      var told = seen.await(MailDomain.class, "example-com", "StorageReady", "False");

      for (var type : List.of("StorageReady", "Stalled")) {
        assertThat(condition(told, type).reason()).as(type).isEqualTo("ClaimBeingDeleted");
        assertThat(condition(told, type).message())
            .as(type)
            .contains("claim " + CLAIM + " is being deleted", "docs/backup.md");
      }
      assertThat(seen.get(PersistentVolumeClaim.class, CLAIM)).as("its pod uses it").isPresent();

      seen.apply(
          Declarations.server(port, "  image: " + OTHER_IMAGE) + Declarations.user("alice", ""));
      seen.await(MailUser.class, "alice", "Ready", "True");
      seen.await(MailDomain.class, "example-com", "Ready", "True");
      assertThat(seen.get(Pod.class, POD).orElseThrow().getMetadata().getUid()).isEqualTo(pod);
      assertThat(image()).isNotEqualTo(OTHER_IMAGE);
      Awaitility.await("Events")
          .untilAsserted(
              () ->
                  assertThat(warnings("ClaimBeingDeleted"))
                      .extracting(text -> text.substring(0, text.indexOf(':')))
                      .containsExactlyInAnyOrder("StorageReady is False", "Stalled is True"));

      seen.delete(Pod.class, POD);
      seen.await(MailDomain.class, "example-com", "StorageReady", "True");
      seen.await(MailDomain.class, "example-com", "Stalled", "False");
      Awaitility.await("what was held back").until(() -> image().equals(OTHER_IMAGE));
      seen.await(MailDomain.class, "example-com", "Ready", "True");
      assertThat(node.trouble()).isEmpty();
    }
  }

  @Test
  void aVolumeThatIsGoneIsSaidInTheWordsOfItsController() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(Declarations.server(port));
      seen.await(MailDomain.class, "example-com", "Ready", "True");

      var claim = seen.get(PersistentVolumeClaim.class, CLAIM).orElseThrow();
      new PlayedEvents(api.client())
          .warn(claim, "ClaimLost", "Bound claim has lost its PersistentVolume.");
      new Edits(api)
          .editStatus(
              PersistentVolumeClaim.class,
              CLAIM,
              any ->
                  new PersistentVolumeClaimBuilder(any)
                      .editOrNewStatus()
                      .withPhase("Lost")
                      .endStatus()
                      .build());
      var told = seen.await(MailDomain.class, "example-com", "StorageReady", "False");

      assertThat(condition(told, "StorageReady").reason()).isEqualTo("VolumeLost");
      assertThat(condition(told, "StorageReady").message())
          .contains(
              "the volume of claim " + CLAIM + " is gone",
              "Bound claim has lost its PersistentVolume.");
      assertThat(condition(told, "Stalled"))
          .extracting(Condition::status, Condition::reason)
          .containsExactly("True", "VolumeLost");
      Awaitility.await("an Event").until(() -> !warnings("VolumeLost").isEmpty());
    }
  }

  @Test
  void aPodThatComesBackWithoutItsMailDoesNotServeUntilThatLossIsAccepted() {
    try (var node = PlayedNode.in(api.client(), api.namespace())) {
      String first;
      try (var operator = RunningOperator.in(api)) {
        seen.apply(Declarations.server(port));
        seen.await(MailDomain.class, "example-com", "Ready", "True");
        first = getsMail(node, "alice");
      }
      try (var operator = RunningOperator.in(api)) {
        lose();
        var refused = refused("EmptyVolume");
        assertThat(condition(refused, "ServerReady").message())
            .contains(POD + " does not serve: EmptyVolume", "that of store " + first);
        assertThat(condition(refused, "Stalled"))
            .extracting(Condition::status, Condition::reason)
            .containsExactly("True", "EmptyVolume");

        accept(first);
        seen.await(MailDomain.class, "example-com", "Ready", "True");
        seen.await(MailDomain.class, "example-com", "Stalled", "False");

        var second = getsMail(node, "bob");
        assertThat(second).isNotEqualTo(first);
        lose();
        assertThat(condition(refused("EmptyVolume"), "ServerReady").message())
            .as("one loss was accepted, not the next")
            .contains("that of store " + second);
        accept(first + ", " + second);
        seen.await(MailDomain.class, "example-com", "Ready", "True");
        assertThat(node.trouble()).isEmpty();
      }
    }
  }

  @Test
  void aMailDomainThatIsDeclaredAgainExpectsNothing() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(Declarations.server(port));
      seen.await(MailDomain.class, "example-com", "Ready", "True");
      getsMail(node, "alice");
      seen.delete(MailUser.class, "alice");
      seen.delete(MailDomain.class, "example-com");
      seen.awaitGone(MailDomain.class, "example-com");
      node.collectGarbage();
      seen.awaitGone(Pod.class, POD);
      seen.delete(PersistentVolumeClaim.class, CLAIM);
      seen.awaitGone(PersistentVolumeClaim.class, CLAIM);

      seen.apply(Declarations.server(port));

      seen.await(MailDomain.class, "example-com", "Ready", "True");
    }
  }

  /** Mail comes, and with the next change of a user the config says in which store it is. */
  private String getsMail(PlayedNode node, String user) {
    node.pod(POD).store().getsMail();
    seen.apply(Declarations.user(user, ""));
    var store = node.pod(POD).store().id();
    Awaitility.await("the config names store " + store)
        .until(
            () ->
                node.pod(POD)
                    .config()
                    .flatMap(config -> config.storeOf(POD))
                    .map(ExpectedStore::store)
                    .filter(store::equals)
                    .isPresent());
    return store;
  }

  private void lose() {
    var claim = seen.get(PersistentVolumeClaim.class, CLAIM).orElseThrow().getMetadata().getUid();
    seen.delete(PersistentVolumeClaim.class, CLAIM);
    seen.delete(Pod.class, POD);
    seen.await(
        PersistentVolumeClaim.class, CLAIM, any -> !any.getMetadata().getUid().equals(claim));
  }

  private MailDomain refused(String reason) {
    return seen.await(
        MailDomain.class,
        "example-com",
        domain ->
            Seen.condition(domain, "ServerReady")
                .filter(ready -> reason.equals(ready.reason()))
                .isPresent());
  }

  private void accept(String stores) {
    seen.edit(
        MailDomain.class,
        "example-com",
        domain ->
            domain.getMetadata().setAnnotations(Map.of("mailhelm.io/accept-empty-volume", stores)));
  }

  private String image() {
    return seen.get(StatefulSet.class, "example-com-smtp")
        .orElseThrow()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getImage();
  }

  private List<String> warnings(String reason) {
    return api.client().v1().events().inNamespace(api.namespace()).list().getItems().stream()
        .filter(event -> event.getInvolvedObject().getKind().equals("MailDomain"))
        .filter(event -> event.getType().equals("Warning"))
        .filter(event -> event.getReason().equals(reason))
        .map(Event::getMessage)
        .toList();
  }

  private static Condition condition(MailDomain domain, String type) {
    return Seen.condition(domain, type).orElseThrow();
  }
}
