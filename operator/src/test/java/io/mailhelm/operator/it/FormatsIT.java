package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.mailhelm.config.ConfigDocument;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A newer operator that writes a config in another format than the pods that run read. */
class FormatsIT {
  private static final String NEXT = "mailhelm/smtp-server:next";
  private static final String INDEX = "example-com-config-index";
  private static final Integer[] FORMER =
      ConfigDocument.FORMATS.stream()
          .filter(format -> format < ConfigDocument.FORMAT)
          .toArray(Integer[]::new);

  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);

  @Test
  void aServerThatWaitsKeepsWhatItsPodsReadWhetherTheyAreReadyOrNot() {
    try (var node = PlayedNode.in(api.client(), api.namespace())) {
      var pod = node.pod("example-com-smtp-0");
      begun(node, "  upgrade: Manual");
      written(ConfigDocument.FORMAT - 1);
      noted();
      pod.readsOnly(":test", FORMER);
      startAgain();
      seen.await(Pod.class, "example-com-smtp-0", PlayedPod::isReady);
      var before = index();

      try (var operator = RunningOperator.of(api, NEXT, 1)) {
        seen.await(MailDomain.class, "example-com", "ConfigApplied", "False");
        seen.await(MailDomain.class, "example-com", domain -> reason(domain, "WaitsForOwner"));
        assertThat(condition("ConfigApplied").message())
            .contains("reads formats")
            .contains("this operator writes format " + ConfigDocument.FORMAT);
        assertThat(index()).as("nothing but the format is another").isEqualTo(before);

        pod.isBroken(true);
        seen.await(Pod.class, "example-com-smtp-0", any -> !PlayedPod.isReady(any));
        seen.apply(Declarations.user("alice", ""));
        seen.await(MailUser.class, "alice", FormatsIT::isJudged);
        assertThat(index()).as("no pod is asked").isEqualTo(before);
        pod.isBroken(false);
        startAgain();
        seen.await(Pod.class, "example-com-smtp-0", PlayedPod::isReady);

        var mark = api.audit().mark();
        accept();
        seen.await(MailUser.class, "alice", "Ready", "True");
        seen.await(MailDomain.class, "example-com", "Ready", "True");
        assertThat(index()).contains("\"format\":" + ConfigDocument.FORMAT);
        var writes =
            api.audit().since(mark).stream()
                .filter(entry -> entry.namespace().equals(api.namespace()) && entry.isWrite())
                .filter(entry -> entry.subresource().isEmpty())
                .map(entry -> entry.resource() + "/" + entry.name())
                .filter(
                    name -> name.equals("statefulsets/example-com-smtp") || name.endsWith(INDEX))
                .toList();
        assertThat(writes)
            .as("pods that read it are there first")
            .startsWith("statefulsets/example-com-smtp")
            .contains("secrets/" + INDEX);
        assertThat(node.trouble()).isEmpty();
      }
    }
  }

  @Test
  void anOperatorThatIsEndedWhileItUpgradesGoesOnWhereItWas() {
    try (var node = PlayedNode.in(api.client(), api.namespace())) {
      var pod = node.pod("example-com-smtp-0");
      begun(node, "");
      written(ConfigDocument.FORMAT - 1);
      noted();
      pod.readsOnly(":test", FORMER);
      pod.cannotRun(":next", UpgradesIT.NO_IMAGE);
      try (var operator = RunningOperator.of(api, NEXT, 1)) {
        seen.await(StatefulSet.class, "example-com-smtp", set -> image(set).equals(NEXT));
      }
      pod.canRun();

      try (var operator = RunningOperator.of(api, NEXT, 1)) {
        seen.await(
            Secret.class, INDEX, any -> index().contains("\"format\":" + ConfigDocument.FORMAT));
        seen.await(MailDomain.class, "example-com", "UpToDate", "True");
        seen.await(MailDomain.class, "example-com", "Ready", "True");
      }
    }
  }

  @Test
  void podsThatCannotComeUpWithTheConfigThereIsAreReplacedAtOnce() {
    try (var node = PlayedNode.in(api.client(), api.namespace())) {
      begun(node, "  upgrade: Manual");
      noted();
      node.pod("example-com-smtp-0").readsOnly(":test", FORMER);
      startAgain();
      seen.await(
          StatefulSet.class,
          "example-com-smtp",
          set -> Objects.requireNonNullElse(set.getStatus().getReadyReplicas(), 0) == 0);

      try (var operator = RunningOperator.of(api, NEXT, 1)) {
        seen.await(StatefulSet.class, "example-com-smtp", set -> image(set).equals(NEXT));
        seen.await(MailDomain.class, "example-com", "Ready", "True");
      }
    }
  }

  private void begun(PlayedNode node, String line) {
    try (var operator = RunningOperator.in(api)) {
      seen.apply(Declarations.server(KubeApi.freePort(), line));
      seen.await(MailDomain.class, "example-com", "Ready", "True");
      assertThat(formats())
          .isEqualTo(
              ConfigDocument.FORMATS.stream()
                  .map(String::valueOf)
                  .collect(Collectors.joining(",")));
    }
  }

  /** As an operator of that format would have written it. */
  private void written(int format) {
    var text = index().replace("\"format\":" + ConfigDocument.FORMAT, "\"format\":" + format);
    seen.edit(
        Secret.class,
        INDEX,
        secret ->
            secret.setData(
                Map.of(
                    "index",
                    Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)))));
  }

  /** As an operator of the format before would have noted it. */
  private void noted() {
    var before = Stream.of(FORMER).map(String::valueOf).collect(Collectors.joining(","));
    seen.edit(
        StatefulSet.class,
        "example-com-smtp",
        set -> set.getMetadata().getAnnotations().put("mailhelm.io/config-formats", before));
  }

  private void startAgain() {
    var before = seen.get(Pod.class, "example-com-smtp-0").orElseThrow();
    seen.delete(Pod.class, "example-com-smtp-0");
    seen.await(
        Pod.class,
        "example-com-smtp-0",
        pod -> !pod.getMetadata().getUid().equals(before.getMetadata().getUid()));
  }

  private void accept() {
    var said = condition("UpToDate").message();
    seen.edit(
        MailDomain.class,
        "example-com",
        domain ->
            domain
                .getMetadata()
                .setAnnotations(
                    Map.of("mailhelm.io/upgrade", said.substring(said.indexOf('=') + 1))));
  }

  private String index() {
    var secret = seen.get(Secret.class, INDEX).orElseThrow();
    return new String(
        Base64.getDecoder().decode(secret.getData().get("index")), StandardCharsets.UTF_8);
  }

  private String formats() {
    return seen.get(StatefulSet.class, "example-com-smtp")
        .orElseThrow()
        .getMetadata()
        .getAnnotations()
        .get("mailhelm.io/config-formats");
  }

  private static String image(StatefulSet set) {
    return set.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
  }

  private Condition condition(String type) {
    return Seen.condition(seen.get(MailDomain.class, "example-com").orElseThrow(), type)
        .orElseThrow();
  }

  /** By a pass over the servers that had it in its config. */
  private static boolean isJudged(MailUser user) {
    return Seen.condition(user, "Ready")
        .filter(condition -> condition.message().contains("this operator writes format"))
        .isPresent();
  }

  private static boolean reason(MailDomain domain, String reason) {
    return Seen.condition(domain, "UpToDate")
        .filter(condition -> condition.reason().equals(reason))
        .isPresent();
  }
}
