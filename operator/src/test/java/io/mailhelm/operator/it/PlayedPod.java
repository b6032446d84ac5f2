package io.mailhelm.operator.it;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIPBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.config.ConfigDocument;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.operator.desired.ProbesPort;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A pod, its kubelet and its server, for {@link PlayedNode}; the switches hold for its successors
 * of the same name too. The switches may be used from any thread, everything else from the node's.
 */
public final class PlayedPod {
  private static final String MANAGEMENT = "management";

  private final KubernetesClient client;
  private final String name;
  private final PlayedVolume volume;
  private final PlayedConfig config = new PlayedConfig();
  private final PlayedStore store;
  private volatile boolean deaf;
  private volatile boolean broken;
  private volatile boolean dead;
  private volatile Optional<String> unready = Optional.empty();
  private volatile Optional<Stuck> stuck = Optional.empty();
  private volatile Optional<Reading> reading = Optional.empty();
  private final AtomicInteger lives = new AtomicInteger();
  private String uid = "";
  private boolean serves;
  private Map<String, String> seen = Map.of();
  private Optional<PlayedServer> server = Optional.empty();
  private Optional<PlayedProbes> probes = Optional.empty();

  /** What becomes of a pod of this image instead of running. */
  private record Stuck(String image, PodStatus status) {
    boolean concerns(Pod pod) {
      return pod.getSpec().getContainers().getFirst().getImage().contains(image);
    }
  }

  /** What pods of an image read. */
  private record Reading(String image, Integer... formats) {
    Integer[] of(Pod pod) {
      return pod.getSpec().getContainers().getFirst().getImage().contains(image)
          ? formats
          : ConfigDocument.FORMATS.toArray(Integer[]::new);
    }
  }

  PlayedPod(KubernetesClient client, String namespace, String name) {
    this.client = client;
    this.name = name;
    this.volume = new PlayedVolume(client, namespace);
    this.store = new PlayedStore(client, namespace, name);
  }

  String name() {
    return name;
  }

  /** Its answers take this long. */
  public void answersAfter(Duration delay) {
    config.answersAfter(delay);
  }

  /** Its server is gone while Kubernetes still thinks it ready: connections are refused. */
  public void dies() {
    dead = true;
  }

  /** And is there again. */
  public void lives() {
    dead = false;
  }

  /** It keeps what it runs and gives this reason for every config it is offered from now on. */
  public void refuses(String reason) {
    config.refuses(Optional.of(reason));
  }

  /** It runs what it is offered, beginning with what it refused last. */
  public void accepts() {
    config.refuses(Optional.empty());
  }

  /** The formats of documents it reads, and says so. */
  public void reads(Integer... formats) {
    config.reads(formats);
  }

  /**
   * A pod of this image reads these, and each of another image what this version does.
   *
   * @param image part of its name
   */
  public void readsOnly(String image, Integer... formats) {
    reading = Optional.of(new Reading(image, formats));
  }

  /**
   * Whom it says it was talked to by, twice each, and whether it reaches others.
   *
   * @param port25 {@code Unknown}, {@code Open} or {@code Blocked}
   */
  public void sees(List<String> addresses, String port25) {
    config.sees(addresses, port25);
  }

  /** How it says that the mail of policies does, as {@code GET /config} has it. */
  @SafeVarargs
  public final void tellsOf(Map<String, Object>... policies) {
    config.tellsOf(List.of(policies));
  }

  /** Its kubelet does not notice that the pod was changed. */
  public void hearsNothing(boolean nothing) {
    deaf = nothing;
  }

  /** It is never Ready, whatever it runs. */
  public void isBroken(boolean whether) {
    broken = whether;
  }

  /** It runs, takes no mail for this reason, and says so when it is asked; empty: it takes mail. */
  public void takesNoMail(Optional<String> why) {
    unready = why;
  }

  /**
   * A pod whose image has this in its name does not run, and has this status.
   *
   * @param image empty: all
   */
  public void cannotRun(String image, String status) {
    stuck = Optional.of(new Stuck(image, Serialization.unmarshal(status, PodStatus.class)));
  }

  /** It runs whatever its image is. */
  public void canRun() {
    stuck = Optional.empty();
  }

  /** The hash of the config it runs. */
  public Optional<String> running() {
    return config.running();
  }

  /** The config it last began to run. */
  public Optional<ServerConfig> config() {
    return config.config();
  }

  /** The mailboxes that it was ever told to remove. */
  public Set<String> removed() {
    return config.removed();
  }

  /** What is on its volume. */
  PlayedMailboxes mailboxes() {
    return config.mailboxes();
  }

  /** Its volume. */
  PlayedStore store() {
    return store;
  }

  /** How often {@code GET /config} was asked with the right token. */
  public int asked() {
    return config.asked();
  }

  /** How often a pod of this name was started. */
  public int started() {
    return lives.get();
  }

  static boolean isReady(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("Ready") && condition.getStatus().equals("True"));
  }

  void play(Pod pod) {
    if (!pod.getMetadata().getUid().equals(uid)) {
      stop();
      uid = pod.getMetadata().getUid();
      config.forget();
    }
    reading.ifPresent(any -> config.reads(any.of(pod)));
    var wrong = stuck.filter(any -> any.concerns(pod));
    if (wrong.isPresent()) {
      server.ifPresent(any -> any.listen(false));
      server = Optional.empty();
      report(pod, wrong.get().status());
      return;
    }
    if (server.isEmpty() && !start(pod)) {
      return;
    }
    if (!serves && config.running().isPresent()) {
      if (refuses(pod)) {
        return;
      }
      serves = true;
    }
    var annotations =
        Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.<String, String>of());
    if (!deaf && !annotations.equals(seen)) {
      look(pod);
    }
    config.isIn(store.id(), store.hadMail());
    server.orElseThrow().listen(!dead);
    probe(pod);
    report(pod);
  }

  private void probe(Pod pod) {
    if (unready.isPresent() && probes.isEmpty()) {
      probes =
          unready.map(why -> new PlayedProbes(address(), ProbesPort.of(pod).orElseThrow(), why));
    } else if (unready.isEmpty()) {
      stopProbes();
    }
  }

  private void stopProbes() {
    probes.ifPresent(PlayedProbes::close);
    probes = Optional.empty();
  }

  /** Without a Secret that it mounts by name a kubelet starts no container. */
  private boolean start(Pod pod) {
    var mounts = volume.secrets(pod);
    if (mounts.isEmpty() || !isServer(pod)) {
      return false;
    }
    server = Optional.of(new PlayedServer(address(), port(pod), mounts.get(), config));
    lives.incrementAndGet();
    look(pod);
    return true;
  }

  /** It looks at its volume before it serves, with the first config it has, and ends. */
  private boolean refuses(Pod pod) {
    store.mounted();
    var refusal = store.refusal(config.config());
    refusal.ifPresent(
        ended -> {
          server = Optional.empty();
          config.forget();
          report(pod, ended);
        });
    return refusal.isPresent();
  }

  private void look(Pod pod) {
    seen = Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
    volume.secrets(pod).ifPresent(mounts -> server.orElseThrow().mounts(mounts));
    config.offer(volume.config(pod));
  }

  void stop() {
    stopProbes();
    server.ifPresent(any -> any.listen(false));
    server = Optional.empty();
    serves = false;
    uid = "";
  }

  private String address() {
    var ordinal = Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    return "127.0.0." + (ordinal + 1);
  }

  /** One of somebody else's program never runs here. */
  private static boolean isServer(Pod pod) {
    return pod.getSpec().getContainers().getFirst().getPorts().stream()
        .anyMatch(port -> MANAGEMENT.equals(port.getName()));
  }

  private static int port(Pod pod) {
    return pod.getSpec().getContainers().getFirst().getPorts().stream()
        .filter(port -> port.getName().equals(MANAGEMENT))
        .map(ContainerPort::getContainerPort)
        .findFirst()
        .orElseThrow();
  }

  private void report(Pod pod) {
    var ready = config.running().isPresent() && !broken && unready.isEmpty();
    if (ready == isReady(pod)
        && pod.getStatus().getPodIP() != null
        && pod.getStatus().getContainerStatuses().isEmpty() == unready.isEmpty()) {
      return;
    }
    var condition =
        new PodConditionBuilder()
            .withType("Ready")
            .withStatus(ready ? "True" : "False")
            .withLastTransitionTime(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
            .build();
    client
        .resource(pod)
        .editStatus(
            any ->
                new PodBuilder(any)
                    .editOrNewStatus()
                    .withPhase("Running")
                    .withPodIP(address())
                    .withPodIPs(new PodIPBuilder().withIp(address()).build())
                    .withConditions(condition)
                    .withContainerStatuses(unready.map(why -> running(pod)).stream().toList())
                    .endStatus()
                    .build());
  }

  private static ContainerStatus running(Pod pod) {
    var container = pod.getSpec().getContainers().getFirst();
    return new ContainerStatusBuilder()
        .withName(container.getName())
        .withImage(container.getImage())
        .withImageID("")
        .withReady(false)
        .withRestartCount(0)
        .withNewState()
        .withNewRunning()
        .withStartedAt("2026-01-01T00:00:00Z")
        .endRunning()
        .endState()
        .build();
  }

  private void report(Pod pod, PodStatus wanted) {
    if (pod.getStatus() != null
        && pod.getStatus().getConditions().equals(wanted.getConditions())
        && pod.getStatus().getContainerStatuses().equals(wanted.getContainerStatuses())) {
      return;
    }
    client
        .resource(pod)
        .editStatus(
            any ->
                new PodBuilder(any)
                    .editOrNewStatus()
                    .withPhase(wanted.getPhase())
                    .withConditions(wanted.getConditions())
                    .withContainerStatuses(wanted.getContainerStatuses())
                    .endStatus()
                    .build());
  }
}
