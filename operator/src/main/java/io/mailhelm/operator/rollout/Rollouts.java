package io.mailhelm.operator.rollout;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.mailhelm.compiler.ObservedState;
import io.mailhelm.compiler.StorageProblem;
import io.mailhelm.compiler.Traffic;
import io.mailhelm.compiler.UpgradeState;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.User;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.dns.ElapsedTime;
import io.mailhelm.operator.cluster.Informers;
import io.mailhelm.operator.cluster.NodeAddresses;
import io.mailhelm.operator.cluster.RefusedWrite;
import io.mailhelm.operator.desired.Annotations;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Rolls a config out: tells pods that their volume changed, and asks them until they run what is in
 * it. A kubelet refreshes a volume when its pod changes, otherwise about once a minute; so the pod
 * is changed. May be used from any thread, for one MailDomain by one at a time.
 */
public final class Rollouts {
  private static final Logger LOG = Logger.getLogger(Rollouts.class);
  private static final int NOT_FOUND = 404;

  private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(100);
  private static final Duration FIRST_REPETITION = Duration.ofSeconds(3);
  private static final Duration LAST_REPETITION = Duration.ofMinutes(1);

  private final KubernetesClient client;
  private final PodClient podClient;
  private final Clock clock;
  private final ElapsedTime elapsed = ElapsedTime.SYSTEM;
  private final NodeAddresses nodes;
  private final PodFailures failures;
  private final Map<PodId, Told> told = new ConcurrentHashMap<>();

  /** Those that could not be told, and why. */
  private final Map<PodId, String> untold = new ConcurrentHashMap<>();

  public Rollouts(KubernetesClient client, PodClient podClient, Clock clock) {
    this.client = client;
    this.podClient = podClient;
    this.clock = clock;
    this.nodes = new NodeAddresses(client, elapsed);
    this.failures = new PodFailures(client, new PodReadiness(podClient), clock);
  }

  private record PodId(String hostUid, String uid) {
    static PodId of(MailDomain host, Pod pod) {
      return new PodId(host.getMetadata().getUid(), pod.getMetadata().getUid());
    }
  }

  private record Told(String hash, Duration at, Duration repeatAfter) {}

  private record Answer(Pod pod, Optional<PodReport> report) {}

  /**
   * How to reach the pods of a server.
   *
   * @param host whose pods they are
   * @param port of the management API
   * @param token of that API
   * @param authority PEM of the authority that signed the pods' certificates
   */
  public record Server(MailDomain host, int port, String token, String authority) {
    /** Never contains the token. */
    @Override
    public String toString() {
      return "Server[" + host.getMetadata().getName() + "]";
    }

    private PodClient.Target target(Pod pod) {
      return new PodClient.Target(pod.getStatus().getPodIP(), port, token, authority);
    }

    private int wanted() {
      return host.getSpec().server().replicas();
    }
  }

  /**
   * Why a config must not be written in a format yet; empty: every pod that exists or may be made
   * reads it.
   *
   * @param written the format of what is there; empty: nothing is
   * @param format the one to write
   */
  public Optional<String> unableToRead(
      Server server, Informers informers, Optional<Integer> written, int format)
      throws InterruptedException {
    var reports = reports(ask(server, ready(server, informers)));
    var reads = new TreeMap<String, List<Integer>>();
    reports.forEach((pod, report) -> reads.put(pod, report.formats()));
    return new FormatGuard(
            informers.statefulSet(server.host()), informers.pods(server.host()), reads)
        .obstacle(written, format);
  }

  /**
   * Rolls a config out to the pods.
   *
   * @param hash of the document in their volume
   * @param patience how long to wait for all of them
   */
  public Rollout follow(Server server, Informers informers, String hash, Duration patience)
      throws InterruptedException {
    var end = elapsed.now().plus(patience);
    while (true) {
      var answers = ask(server, ready(server, informers));
      var rollout = rollout(server, informers, answers, hash);
      tellThoseBehind(server, informers, answers, hash);
      if (answers.isEmpty() || rollout.running().equals(Optional.of(hash)) || elapsed.isPast(end)) {
        return rollout;
      }
      Thread.sleep(BETWEEN_QUESTIONS);
    }
  }

  /**
   * The state of the pods, and what is wrong with them and their volumes.
   *
   * @param retained what they said that they keep of users who are gone
   * @param declared what of the volumes as they are declared cannot be done
   * @param upgrade whether the pods are as they should be
   */
  public ObservedState.Pods pods(
      MailDomain host,
      Informers informers,
      PodRetained retained,
      List<StorageProblem> declared,
      Optional<UpgradeState> upgrade)
      throws InterruptedException {
    var storage = new ArrayList<>(declared);
    storage.addAll(failures.ofClaims(host, informers));
    var wanted = host.getSpec().server().replicas();
    var ready = (int) informers.pods(host).stream().filter(Rollouts::isReady).count();
    return new ObservedState.Pods(
        wanted,
        ready,
        ServiceEndpoints.of(host, informers),
        failures
            .worst(host, informers)
            .or(() -> ready < wanted ? Optional.empty() : retained.unheard()),
        storage,
        ServiceEndpoints.exposure(host, informers),
        upgrade);
  }

  private Rollout rollout(Server server, Informers informers, List<Answer> answers, String hash) {
    var hashes =
        answers.stream()
            .map(answer -> answer.report().map(PodReport::running).orElse(""))
            .distinct()
            .toList();
    var running =
        hashes.size() == 1 && !hashes.getFirst().isEmpty()
            ? Optional.of(hashes.getFirst())
            : Optional.<String>empty();
    var refusal =
        answers.stream()
            .filter(answer -> answer.report().map(report -> refuses(report, hash)).orElse(false))
            .map(
                answer ->
                    answer.pod().getMetadata().getName()
                        + " keeps what it ran before: "
                        + answer.report().orElseThrow().refusal())
            .findFirst();
    return new Rollout(
        running,
        running.equals(Optional.of(hash)) && answers.size() >= server.wanted(),
        refusal,
        reports(answers));
  }

  private static Map<String, PodReport> reports(List<Answer> answers) {
    return answers.stream()
        .filter(answer -> answer.report().isPresent())
        .collect(
            Collectors.toMap(
                answer -> answer.pod().getMetadata().getName(),
                answer -> answer.report().orElseThrow()));
  }

  /**
   * Where connections to a server come from, and whether it can send.
   *
   * @param memory what its pods reported before
   * @param rollout what they report now; empty where they were not asked
   * @return empty where none has reported anything
   */
  public Optional<Traffic> traffic(
      MailDomain host, Informers informers, PodTraffic memory, Optional<Rollout> rollout) {
    rollout.ifPresent(now -> memory.heard(now.reports()));
    var pods = informers.pods(host);
    var own =
        pods.stream()
            .flatMap(pod -> Stream.ofNullable(pod.getStatus()))
            .flatMap(status -> Stream.ofNullable(status.getPodIP()))
            .map(InetAddress::ofLiteral)
            .collect(Collectors.toSet());
    return memory.of(
        pods.stream().map(pod -> pod.getMetadata().getName()).collect(Collectors.toSet()),
        address -> own.contains(address) || nodes.contains(address, own));
  }

  /**
   * Asks for the mailboxes kept of deleted users, where a pod says that they have changed.
   *
   * @param memory the earlier answers, which are updated
   * @param rollout what pods report now
   * @param config has the users whose mailboxes are asked for
   */
  public void askRetained(
      Server server, Informers informers, PodRetained memory, Rollout rollout, ServerConfig config)
      throws InterruptedException {
    for (var pod : informers.pods(server.host())) {
      var revision =
          Optional.ofNullable(rollout.reports().get(pod.getMetadata().getName()))
              .map(PodReport::mailboxes)
              .orElse("");
      if (!revision.isEmpty() && memory.isWanted(revision, elapsed.now())) {
        try {
          var users = config.users().stream().map(User::mailboxId).collect(Collectors.toSet());
          memory.heard(revision, RetainedPages.read(podClient, server.target(pod), users, elapsed));
        } catch (IOException e) {
          LOG.debugf("pod %s does not say what it keeps: %s", pod.getMetadata().getName(), e);
          memory.notHeard(pod.getMetadata().getName(), clock.instant(), elapsed.now());
        }
      }
    }
  }

  private static boolean refuses(PodReport report, String hash) {
    return report.offered().equals(hash) && !report.refusal().isEmpty();
  }

  private List<Pod> ready(Server server, Informers informers) {
    return informers.pods(server.host()).stream().filter(Rollouts::isReady).toList();
  }

  static boolean isReady(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getPodIP() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("Ready") && condition.getStatus().equals("True"));
  }

  private List<Answer> ask(Server server, List<Pod> pods) throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new HashMap<Pod, Future<PodReport>>();
      for (var pod : pods) {
        answers.put(pod, threads.submit(() -> podClient.config(server.target(pod))));
      }
      var all = new ArrayList<Answer>();
      for (var pod : pods) {
        all.add(new Answer(pod, answer(pod, answers.get(pod))));
      }
      return all;
    }
  }

  private static Optional<PodReport> answer(Pod pod, Future<PodReport> answer)
      throws InterruptedException {
    try {
      return Optional.of(answer.get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException) {
        LOG.debugf("pod %s does not say what it runs: %s", pod.getMetadata().getName(), e);
        return Optional.empty();
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private void tellThoseBehind(
      Server server, Informers informers, List<Answer> answers, String hash) {
    var upToDate =
        answers.stream()
            .filter(answer -> answer.report().map(PodReport::running).orElse("").equals(hash))
            .map(answer -> answer.pod().getMetadata().getUid())
            .collect(Collectors.toSet());
    var behind =
        informers.pods(server.host()).stream()
            .filter(pod -> !upToDate.contains(pod.getMetadata().getUid()))
            .collect(Collectors.toMap(pod -> PodId.of(server.host(), pod), Function.identity()));
    told.keySet()
        .removeIf(
            pod ->
                pod.hostUid().equals(server.host().getMetadata().getUid())
                    && !behind.containsKey(pod));
    untold.keySet().retainAll(told.keySet());
    behind.forEach((id, pod) -> tell(id, pod, hash));
  }

  private void tell(PodId id, Pod pod, String hash) {
    var last = Optional.ofNullable(told.get(id)).filter(any -> any.hash().equals(hash));
    if (last.map(any -> !elapsed.isPast(any.at().plus(any.repeatAfter()))).orElse(false)) {
      return;
    }
    var repeatAfter = last.map(any -> longer(any.repeatAfter())).orElse(FIRST_REPETITION);
    told.put(id, new Told(hash, elapsed.now(), repeatAfter));
    var change =
        new PodBuilder()
            .withNewMetadata()
            .addToAnnotations(
                Map.of(
                    Annotations.CONFIG_HASH, hash, Annotations.TOLD_AT, clock.instant().toString()))
            .endMetadata()
            .build();
    try {
      var refused =
          RefusedWrite.of(
              () ->
                  client
                      .pods()
                      .inNamespace(pod.getMetadata().getNamespace())
                      .withName(pod.getMetadata().getName())
                      .patch(PatchContext.of(PatchType.JSON_MERGE), change));
      // It is a help: a kubelet shows what changed within a minute or two by itself.
      if (refused.isPresent() && !refused.equals(Optional.ofNullable(untold.get(id)))) {
        LOG.warnf(
            "pod %s in %s cannot be told of its config and takes it a minute later: %s",
            pod.getMetadata().getName(), pod.getMetadata().getNamespace(), refused.get());
      }
      refused.ifPresentOrElse(words -> untold.put(id, words), () -> untold.remove(id));
    } catch (KubernetesClientException e) {
      told.remove(id);
      if (e.getCode() != NOT_FOUND) {
        throw e;
      }
    }
  }

  private static Duration longer(Duration pause) {
    return pause.multipliedBy(2).compareTo(LAST_REPETITION) < 0
        ? pause.multipliedBy(2)
        : LAST_REPETITION;
  }
}
