package io.mailhelm.operator.it;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailDomainStatus;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.MailUserStatus;
import io.mailhelm.crds.SendPolicy;
import io.mailhelm.crds.SendPolicyStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** What a person with kubectl sees, and waits for. */
final class Seen {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final KubeApi api;
  private final Edits edits;

  Seen(KubeApi api) {
    this.api = api;
    this.edits = new Edits(api);
  }

  /** {@code kubectl apply} of one or more documents, in the test's namespace. */
  void apply(String yaml) {
    api.client()
        .load(
            new java.io.ByteArrayInputStream(
                yaml.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .inNamespace(api.namespace())
        .forceConflicts()
        .serverSideApply();
  }

  /** {@code kubectl wait --for=condition=TYPE=STATUS}, for the generation that is there now. */
  <T extends HasMetadata> T await(Class<T> kind, String name, String type, String status) {
    return await(kind, name, resource -> is(resource, type, status));
  }

  /** Whether a condition is so, for the generation that is there now. */
  static boolean is(HasMetadata resource, String type, String status) {
    return condition(resource, type)
        .filter(any -> any.status().equals(status))
        .filter(
            any -> Objects.equals(any.observedGeneration(), resource.getMetadata().getGeneration()))
        .isPresent();
  }

  /** Waits until a resource is as wanted. */
  <T extends HasMetadata> T await(Class<T> kind, String name, Predicate<T> wanted) {
    var last = new Object[1];
    try {
      Awaitility.await(kind.getSimpleName() + " " + name)
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                var now = get(kind, name);
                last[0] = now.orElse(null);
                return now.filter(wanted).isPresent();
              });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("still: " + Serialization.asYaml(last[0]), e);
    }
    return kind.cast(last[0]);
  }

  /** Waits until it is gone. */
  void awaitGone(Class<? extends HasMetadata> kind, String name) {
    Awaitility.await(kind.getSimpleName() + " " + name + " is gone")
        .atMost(PATIENCE)
        .until(() -> get(kind, name).isEmpty());
  }

  <T extends HasMetadata> Optional<T> get(Class<T> kind, String name) {
    return Optional.ofNullable(
        api.client().resources(kind).inNamespace(api.namespace()).withName(name).get());
  }

  /** {@code kubectl edit}, again where somebody else was faster. */
  <T extends HasMetadata> void edit(Class<T> kind, String name, Consumer<T> change) {
    edits.edit(
        kind,
        name,
        any -> {
          change.accept(any);
          return any;
        });
  }

  void delete(Class<? extends HasMetadata> kind, String name) {
    api.client().resources(kind).inNamespace(api.namespace()).withName(name).delete();
  }

  static Optional<Condition> condition(HasMetadata resource, String type) {
    return conditions(resource).stream().filter(any -> any.type().equals(type)).findFirst();
  }

  private static List<Condition> conditions(HasMetadata resource) {
    var conditions =
        switch (resource) {
          case MailDomain domain ->
              Optional.ofNullable(domain.getStatus()).map(MailDomainStatus::conditions);
          case MailUser user ->
              Optional.ofNullable(user.getStatus()).map(MailUserStatus::conditions);
          case SendPolicy policy ->
              Optional.ofNullable(policy.getStatus()).map(SendPolicyStatus::conditions);
          default -> throw new IllegalArgumentException(resource.getKind());
        };
    return conditions.orElse(List.of());
  }
}
