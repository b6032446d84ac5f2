package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.SendPolicy;
import io.mailhelm.operator.desired.UserSecret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A host with a hosted domain, users and a policy: made, changed and taken back, in a namespace of
 * its own, whatever happens to the operator meanwhile.
 */
final class Story implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** The one pod of the host. */
  static final String POD = "example-com-smtp-0";

  private final KubeApi api = KubeApi.beside();
  private final Seen seen = new Seen(api);
  private final int port = KubeApi.freePort();
  private final PlayedNode node = PlayedNode.in(api.client(), api.namespace());
  private final Map<String, Set<String>> passwords = new ConcurrentHashMap<>();
  private final SharedIndexInformer<Secret> secrets;
  private final Runnable meanwhile;
  private final List<String> stills = new ArrayList<>();

  /**
   * @param meanwhile done over and over while something is waited for
   */
  Story(Runnable meanwhile) {
    this.meanwhile = meanwhile;
    this.secrets =
        api.client()
            .secrets()
            .inNamespace(api.namespace())
            .inform(
                new ResourceEventHandler<>() {
                  @Override
                  public void onAdd(Secret secret) {
                    passwords
                        .computeIfAbsent(
                            secret.getMetadata().getName(), any -> ConcurrentHashMap.newKeySet())
                        .add(secret.getData().getOrDefault("password", ""));
                  }

                  @Override
                  public void onUpdate(Secret before, Secret after) {
                    onAdd(after);
                  }

                  @Override
                  public void onDelete(Secret secret, boolean unknown) {}
                });
  }

  KubeApi api() {
    return api;
  }

  Seen seen() {
    return seen;
  }

  PlayedNode node() {
    return node;
  }

  /**
   * Tells it from the beginning to the end.
   *
   * @return everything that was there after each part
   */
  List<String> told() {
    begin();
    change();
    still();
    leave();
    still();
    end();
    still();
    return List.copyOf(stills);
  }

  /** Two domains, three users, a policy. */
  void begin() {
    seen.apply(
        Declarations.server(port, "deletionPolicy: Delete")
            + Declarations.user("alice", "")
            + Declarations.user(
                "bob", "deletionPolicy: Delete, passwordSecretRef: {name: chosen, key: password}")
            + chosen("first words of mine")
            + policy("")
            + """
            ---
            apiVersion: mailhelm.io/v1alpha1
            kind: MailDomain
            metadata: {name: guest}
            spec:
              domain: guest.example
              outbound: Capture
              serverRef: {name: example-com}
              deletionPolicy: Delete
            ---
            apiVersion: mailhelm.io/v1alpha1
            kind: MailUser
            metadata: {name: carol}
            spec: {domainRef: {name: guest}, deletionPolicy: Delete}
            """);
    ready(MailDomain.class, "example-com");
    ready(MailDomain.class, "guest");
    ready(MailUser.class, "alice");
    ready(MailUser.class, "bob");
    ready(MailUser.class, "carol");
    ready(SendPolicy.class, "all");
  }

  /** One more user, another password, another policy. */
  void change() {
    seen.apply(
        Declarations.user("dave", "aliases: [sales]")
            + chosen("other words of mine")
            + policy(", allowedClients: [127.0.0.0/8]"));
    ready(MailUser.class, "dave");
    ready(SendPolicy.class, "all");
    var version = seen.get(Secret.class, "chosen").orElseThrow().getMetadata().getResourceVersion();
    until(
        "bob logs in with the other password",
        () ->
            seen.get(MailUser.class, "bob")
                .filter(bob -> version.equals(bob.getStatus().observedSecretVersion()))
                .isPresent());
    ready(MailUser.class, "bob");
    until("the host counts them", () -> users() >= 3);
    ready(MailDomain.class, "example-com");
  }

  private long shards() {
    return api.client().secrets().inNamespace(api.namespace()).list().getItems().stream()
        .filter(secret -> secret.getMetadata().getName().matches("example-com-config-[0-9]{2}"))
        .count();
  }

  private int users() {
    return seen.get(MailDomain.class, "example-com").orElseThrow().getStatus().users();
  }

  /** Users and a hosted domain go, with their mail. */
  void leave() {
    var mailboxes = List.of(uid(MailUser.class, "bob"), uid(MailUser.class, "carol"));
    seen.delete(MailUser.class, "bob");
    seen.delete(MailUser.class, "carol");
    gone(MailUser.class, "bob");
    gone(MailUser.class, "carol");
    assertThat(node.pod(POD).removed()).as("tombstones").containsAll(mailboxes);
    seen.delete(MailDomain.class, "guest");
    gone(MailDomain.class, "guest");
    until(
        "the host knows",
        () ->
            seen.get(MailDomain.class, "example-com")
                .map(host -> host.getStatus().hostedDomains())
                .filter(hosted -> hosted == null || hosted.isEmpty())
                .isPresent());
    node.collectGarbage();
    until("the host counts who is left", () -> users() == 2);
    // The pass after that drops their tombstones; alice and dave have a shard each.
    until("the shards of who left are gone", () -> shards() == 2);
    ready(MailDomain.class, "example-com");
  }

  private static boolean isOfAUser(Secret secret) {
    var annotations = secret.getMetadata().getAnnotations();
    return annotations != null && annotations.containsKey("mailhelm.io/mailuser-uid");
  }

  /** Everything goes at once. */
  void end() {
    seen.delete(MailUser.class, "alice");
    seen.delete(MailUser.class, "dave");
    seen.delete(SendPolicy.class, "all");
    seen.delete(MailDomain.class, "example-com");
    gone(MailUser.class, "alice");
    gone(MailUser.class, "dave");
    gone(SendPolicy.class, "all");
    gone(MailDomain.class, "example-com");
    until(
        "only what was declared is left, and passwords that are kept",
        () -> {
          node.collectGarbage();
          var others =
              api.client().secrets().inNamespace(api.namespace()).list().getItems().stream()
                  .filter(secret -> !UserSecret.isKept(secret) || !isOfAUser(secret))
                  .count();
          return others == 1
              && api.client().pods().inNamespace(api.namespace()).list().getItems().isEmpty()
              && api.client()
                  .persistentVolumeClaims()
                  .inNamespace(api.namespace())
                  .list()
                  .getItems()
                  .isEmpty();
        });
    for (var user : List.of("alice", "carol", "dave")) {
      assertThat(passwords.get(user + "-smtp")).as("passwords of " + user).hasSize(1);
    }
    assertThat(node.pod(POD).started()).as("starts of the pod").isEqualTo(1);
    assertThat(node.trouble()).isEmpty();
  }

  void until(String what, BooleanSupplier is) {
    try {
      Awaitility.await(what)
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                meanwhile.run();
                return is.getAsBoolean();
              });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "not so: %s; the node: %s; there is: %s".formatted(what, node.trouble(), Still.of(api)),
          e);
    }
  }

  void ready(Class<? extends HasMetadata> kind, String name) {
    until(
        name + " is Ready",
        () -> seen.get(kind, name).filter(any -> Seen.is(any, "Ready", "True")).isPresent());
  }

  private void gone(Class<? extends HasMetadata> kind, String name) {
    until(name + " is gone", () -> seen.get(kind, name).isEmpty());
  }

  private void still() {
    stills.add(Still.of(api, Integer.toString(port)));
  }

  private String uid(Class<? extends HasMetadata> kind, String name) {
    return seen.get(kind, name).orElseThrow().getMetadata().getUid();
  }

  private static String chosen(String password) {
    return """
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: chosen, labels: {mailhelm.io/use: password}}
    stringData: {password: %s}
    """
        .formatted(password);
  }

  private static String policy(String more) {
    return """
    ---
    apiVersion: mailhelm.io/v1alpha1
    kind: SendPolicy
    metadata: {name: all}
    spec: {domainRef: {name: example-com}, default: true, senders: {from: OwnDomain}%s}
    """
        .formatted(more);
  }

  @Override
  public void close() {
    secrets.stop();
    node.close();
    api.close();
  }
}
