package io.mailhelm.operator.maildomain;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.mailhelm.compiler.ObservedState;
import io.mailhelm.compiler.StorageProblem;
import io.mailhelm.compiler.UpgradeState;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.config.ConfigDocument;
import io.mailhelm.config.Problem;
import io.mailhelm.config.Reason;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.Surrogates;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.OperatorSettings;
import io.mailhelm.operator.cluster.Applier;
import io.mailhelm.operator.cluster.ForeignSecrets;
import io.mailhelm.operator.cluster.Informers;
import io.mailhelm.operator.cluster.InstalledApis;
import io.mailhelm.operator.cluster.NamespaceDeletions;
import io.mailhelm.operator.cluster.RefusedWrite;
import io.mailhelm.operator.desired.ConfigSecrets;
import io.mailhelm.operator.desired.ObjectNames;
import io.mailhelm.operator.maildomain.ServerMemory.Compiled;
import io.mailhelm.operator.report.PassResult;
import io.mailhelm.operator.report.PassResults;
import io.mailhelm.operator.rollout.Rollout;
import io.mailhelm.operator.rollout.Rollouts;
import io.mailhelm.operator.upgrade.Upgrades;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes one pass over a server and all that lives on it: gather, compile, apply, report. */
final class ServerReconciliation {
  /**
   * How long a pass waits for the pods. A kubelet that is told shows a volume within a second; a
   * pass that waits for it writes one status instead of two, and covers changes that come
   * meanwhile.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Characters of other programs' words in a status: it must be writable whatever they say. */
  private static final int SAID_AT_MOST = 1024;

  private final Parts parts;
  private final MailDomain host;
  private final Informers informers;
  private final KubernetesClient client;
  private final Applier applier;
  private final VolumeGrowth storage;
  private final ServerMemory memory;

  /** Parts of the declared volumes that cannot be carried out. */
  private final List<StorageProblem> notDone = new ArrayList<>();

  /** Whether the pods are up to date; empty while that has not been compared. */
  private Optional<UpgradeState> upgrade = Optional.empty();

  /** The objects that every pass uses. */
  record Parts(
      OperatorSettings settings,
      ServerRegistry servers,
      Rollouts rollouts,
      PassResults snapshots,
      ForeignSecrets foreign,
      InstalledApis apis,
      DomainWatches watches,
      Upgrades upgrades,
      NamespaceDeletions deletions,
      Clock clock) {}

  /**
   * The result of a pass.
   *
   * @param settled whether there is nothing to wait for
   */
  record Outcome(PassResult snapshot, boolean settled) {
    Outcome settledIf(boolean too) {
      return new Outcome(snapshot, settled && too);
    }
  }

  ServerReconciliation(
      Parts parts, MailDomain host, Informers informers, Context<MailDomain> context) {
    this.parts = parts;
    this.host = host;
    this.informers = informers;
    this.client = context.getClient();
    this.applier = new Applier(context, informers);
    this.storage = new VolumeGrowth(client, informers);
    this.memory = parts.servers().of(host);
  }

  Outcome run() throws InterruptedException {
    var scope = ServerScope.ofServer(host, informers);
    var plan = storage.plan(host);
    notDone.clear();
    plan.cannot().forEach(this::notAsDeclared);
    var materials = new GeneratedSecrets(host, applier, parts.clock());
    var saltKey = materials.saltKey();
    var token = materials.token();
    var authority = materials.api();
    var problems = new ArrayList<>(materials.problems());
    var contested =
        new NameClaims(informers, parts.settings().allowed().domains()).problems(scope.domains());
    var withheld = contested.stream().map(Problem::resource).collect(Collectors.toSet());
    problems.addAll(contested);
    problems.addAll(PermissionChecks.problems(host, parts.settings().allowed()));
    problems.addAll(
        new DomainKeys(applier, parts.apis(), parts.clock()).provide(scope.domains(), withheld));
    var publishing = new RecordPublishing(applier, parts.apis(), memory.unpublished());
    problems.addAll(publishing.problems(scope.domains()));

    // Nobody tells when another MailDomain gives a name up, or a quota is raised.
    var mayComeAnyTime =
        !contested.isEmpty()
            || problems.stream().anyMatch(problem -> problem.reason() == Reason.WriteRefused);
    var strangers = new NameConflicts(client, informers, parts.foreign()).problems(host);
    problems.addAll(strangers);

    var keys = DomainWatches.keys(scope, informers);
    var compiled = compile(scope, problems, saltKey);
    var compilation = compiled.compilation();
    if (!strangers.isEmpty()) {
      // Nobody tells when they go: it is looked for again.
      return report(
          scope, compiled, Optional.empty(), Optional.of("objects of others are in the way"));
    }
    if (compilation.config().isEmpty() || token.isEmpty() || authority.isEmpty()) {
      return report(scope, compiled, Optional.empty(), Optional.empty()).settledIf(!mayComeAnyTime);
    }
    var config = compilation.config().get();
    var document = compiled.document().orElseThrow();
    parts.watches().watch(host, scope, compilation, config, keys);
    var server =
        new Rollouts.Server(
            host, config.server().management().port(), token.get(), authority.get());
    var unable = isWritten(config) ? Optional.<String>empty() : unableToRead(server, document);
    var unwritten = unable;
    if (unable.isEmpty()) {
      var obstacles = new ArrayList<SecretName>();
      unwritten = judged(() -> write(document).ifPresent(obstacles::add));
      if (!obstacles.isEmpty()) {
        parts.foreign().met(obstacles.getFirst());
        return run(); // which says so
      }
      if (unwritten.isEmpty()) {
        memory.written(config);
      }
    }
    var refusal =
        compilation.problemsOf(ResourceReader.ref(host)).noneMatch(Problem::isError)
            ? applyObjects(complete(compiled), config, plan)
            : Optional.<String>empty();
    var unpublished =
        publishing.apply(scope.domains(), config, withheld).map(ServerReconciliation::refusal);
    var rollout = parts.rollouts().follow(server, informers, document.hash(), PATIENCE);
    parts.rollouts().askRetained(server, informers, memory.retained(), rollout, config);
    return report(
            scope,
            compiled,
            Optional.of(rollout),
            unwritten.or(() -> refusal).or(() -> unpublished))
        .settledIf(!mayComeAnyTime);
  }

  /**
   * Applies the objects. Only the API server can judge some of what is declared: affinities,
   * resources, a quota.
   *
   * @return its words of refusal; the rest of the pass goes on
   */
  private Optional<String> applyObjects(
      MailDomain complete, ServerConfig config, VolumeGrowth.Plan plan) {
    storage.grow(complete, plan).ifPresent(this::notAsDeclared);
    storage.mark(complete);
    var applied =
        new ServerObjects(applier, storage, informers, parts, memory.format())
            .apply(complete, config, plan.volume());
    upgrade = applied.pods();
    return applied.refusal().map(ServerReconciliation::refusal);
  }

  private void notAsDeclared(String sentence) {
    notDone.add(new StorageProblem(StorageProblem.Cause.NotAsDeclared, sentence));
  }

  private static Optional<String> judged(Runnable write) {
    return RefusedWrite.of(write).map(ServerReconciliation::refusal);
  }

  private static String refusal(String words) {
    return "the API server refuses it: " + words;
  }

  private Compiled compile(ServerScope scope, List<Problem> problems, Optional<byte[]> saltKey) {
    var gathering = new ClusterInput(informers, parts.foreign());
    var fingerprint = new ArrayList<>(gathering.fingerprint(scope));
    fingerprint.add(List.copyOf(problems));
    fingerprint.add(saltKey.isPresent());
    fingerprint.add(memory.stores());
    return memory
        .compiled(fingerprint)
        .orElseGet(
            () ->
                memory.compiled(
                    Compiled.of(fingerprint, gathering.gather(scope, problems, saltKey, memory))));
  }

  private boolean isWritten(ServerConfig config) {
    return memory.lastGood().equals(Optional.of(config))
        && memory.format().equals(Optional.of(ConfigDocument.FORMAT));
  }

  /**
   * Why the config must not be written yet: pods of an older version that still run must not be
   * given a format that they cannot read.
   */
  private Optional<String> unableToRead(Rollouts.Server server, ConfigDocument document)
      throws InterruptedException {
    return parts
        .rollouts()
        .unableToRead(server, informers, memory.format(), document.format())
        .map(
            why ->
                "%s, and this operator writes format %d: let the pods be replaced by newer ones"
                    .formatted(why, document.format()));
  }

  /**
   * Writes the Secrets of a config, the index last: until it is there, a pod that sees new shards
   * keeps what it runs. Shards that are no longer listed are deleted after it.
   *
   * @return a Secret in the way that somebody else made; the index is then unchanged
   */
  private Optional<SecretName> write(ConfigDocument document) {
    var namespace = host.getMetadata().getNamespace();
    var index = ObjectNames.configIndex(ObjectNames.of(host));
    var secrets = ConfigSecrets.of(host, document);
    var obstacle =
        secrets.stream()
            .sorted(Comparator.comparing(secret -> secret.getMetadata().getName().equals(index)))
            .filter(secret -> !applier.applySecret(secret))
            .findFirst();
    if (obstacle.isPresent()) {
      return obstacle.map(any -> new SecretName(namespace, any.getMetadata().getName()));
    }
    var stale = new HashSet<>(ConfigSecrets.names(host));
    secrets.forEach(secret -> stale.remove(secret.getMetadata().getName()));
    stale.forEach(name -> applier.deleteSecret(namespace, name));
    return Optional.empty();
  }

  /** The MailDomain with defaults filled in. */
  private MailDomain complete(Compiled compiled) {
    return compiled.gathered().input().resources().domains().stream()
        .filter(domain -> ObjectNames.of(domain).equals(ObjectNames.of(host)))
        .findFirst()
        .orElse(host);
  }

  private Outcome report(
      ServerScope scope, Compiled compiled, Optional<Rollout> rollout, Optional<String> obstacle)
      throws InterruptedException {
    var offered = compiled.document().map(ConfigDocument::hash);
    var running = rollout.flatMap(Rollout::running);
    var config = compiled.compilation().config();
    // What pods are found to have had mail in is to be in the next config.
    var news = rollout.map(any -> memory.heard(any.reports())).orElse(false);
    if (running.isPresent() && running.equals(offered)) {
      memory.settled(config.orElseThrow());
      if (rollout.orElseThrow().complete()) {
        news |= memory.complete(config.orElseThrow());
      }
    }
    var refusal =
        obstacle
            .or(() -> rollout.flatMap(Rollout::refusal))
            .map(text -> Surrogates.beginning(text, SAID_AT_MOST));
    rollout.ifPresent(any -> memory.policies().heard(any.reports()));
    var pods =
        informers.pods(host).stream()
            .map(pod -> pod.getMetadata().getName())
            .collect(Collectors.toSet());
    var snapshot =
        new PassResult(
            compiled.compilation(),
            new ObservedState(
                parts.clock().instant(),
                offered,
                running,
                memory.settled(),
                refusal,
                Optional.of(
                    parts.rollouts().pods(host, informers, memory.retained(), notDone, upgrade)),
                parts.watches().findings(host, scope),
                parts.rollouts().traffic(host, informers, memory.traffic(), rollout),
                memory.retained().known(),
                memory.policies().of(pods, parts.clock().instant())),
            scope.generations(),
            compiled.gathered().passwordSecrets(),
            memory.complete());
    parts
        .snapshots()
        .publish(
            ResourceID.fromResource(host),
            snapshot,
            scope.domains().stream().filter(domain -> domain != host).toList(),
            scope.users(),
            scope.policies());
    var settled = obstacle.isEmpty() && rollout.map(Rollout::complete).orElse(true);
    return new Outcome(snapshot, settled && !news);
  }
}
