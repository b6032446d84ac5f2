package io.mailhelm.operator.upgrade;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.mailhelm.compiler.StatusSubject;
import io.mailhelm.compiler.UpgradeState;
import io.mailhelm.config.ConfigDocument;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.cluster.Informers;
import io.mailhelm.operator.desired.Annotations;
import io.mailhelm.operator.desired.ConfigFormats;
import io.mailhelm.operator.desired.DefaultImage;
import io.mailhelm.operator.desired.ObjectNames;
import io.mailhelm.operator.desired.PodRevision;
import io.mailhelm.operator.desired.ServerContainer;
import io.mailhelm.operator.desired.ServerShape;
import io.mailhelm.operator.desired.SmtpStatefulSet;
import io.mailhelm.operator.upgrade.AppliedServer.Begun;
import io.mailhelm.operator.upgrade.UpgradeTurn.Action;
import io.mailhelm.operator.upgrade.UpgradeTurn.Decision;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Applies StatefulSets when it is their turn to be upgraded. Any thread: two servers never begin at
 * the same time, so that each sees the other.
 */
public final class Upgrades {
  /** The annotation on a MailDomain that says which upgrade its owner accepts. */
  static final String ACCEPTED = "mailhelm.io/upgrade";

  private final UpgradesInProgress.Bounds bounds;
  private final Clock clock;
  private final Consumer<ResourceID> bell;
  private final ReentrantLock turns = new ReentrantLock();

  /** StatefulSets that were taken away to be made again. */
  private final Map<ResourceID, StatefulSet> madeAgain = new ConcurrentHashMap<>();

  /** Whom to tell when another is ready; who is not in it looks again by itself. */
  private final Set<ResourceID> waiting = ConcurrentHashMap.newKeySet();

  /**
   * @param atOnce how many servers may be upgraded at the same time
   * @param stopAfter in how many namespaces one fails before all others wait
   * @param bell has a MailDomain reconciled again
   */
  public Upgrades(int atOnce, int stopAfter, Consumer<ResourceID> bell, Clock clock) {
    this.bounds = new UpgradesInProgress.Bounds(atOnce, stopAfter);
    this.bell = bell;
    this.clock = clock;
  }

  /**
   * Applies a server's StatefulSet, or leaves it as it is for now.
   *
   * @param format of the config that is in the Secrets; empty: none is
   * @param apply applies it
   */
  public UpgradeState apply(
      ServerShape shape,
      Informers informers,
      Optional<Integer> format,
      Consumer<StatefulSet> apply) {
    var decision = decide(shape, informers, format);
    if (decision.action() != Action.Begin) {
      return carryOut(decision, shape, informers, apply);
    }
    turns.lock();
    try {
      return carryOut(decide(shape, informers, format), shape, informers, apply);
    } finally {
      turns.unlock();
    }
  }

  /**
   * To be told of a StatefulSet that is deleted without its pods, as it was, and is to be made
   * again: its pods run on, so it is no new server, and what was decided of it still holds.
   */
  public void isMadeAgain(MailDomain domain, StatefulSet there) {
    madeAgain.put(ResourceID.fromResource(domain), there);
  }

  /** As it is, or was before it was taken away. */
  private Optional<StatefulSet> there(MailDomain domain, Informers informers) {
    var id = ResourceID.fromResource(domain);
    var now = informers.statefulSet(domain);
    if (now.filter(set -> set.getMetadata().getDeletionTimestamp() == null).isPresent()) {
      madeAgain.remove(id);
    }
    return now.or(
        () ->
            Optional.ofNullable(madeAgain.get(id)).filter(set -> set.hasOwnerReferenceFor(domain)));
  }

  /** Says of a server that must be left as it is whether there was anything to do. */
  public Optional<UpgradeState> held(ServerShape shape, Informers informers) {
    var differs =
        informers
            .statefulSet(shape.domain())
            .map(set -> AppliedServer.of(shape.domain(), set))
            .flatMap(AppliedServer::applied)
            .filter(applied -> !applied.equals(PodRevision.of(shape)))
            .isPresent();
    return differs
        ? Optional.of(
            new UpgradeState(
                UpgradeState.State.WaitsForVolume,
                "its pods are left as they are until a claim that is being deleted is gone: see"
                    + " StorageReady"))
        : Optional.empty();
  }

  private Decision decide(ServerShape shape, Informers informers, Optional<Integer> format) {
    var domain = shape.domain();
    // What was compiled may have the status of an earlier time.
    var set = there(domain, informers);
    var own = set.map(any -> AppliedServer.of(informers.owner(any).orElse(domain), any));
    if (own.isEmpty() && PodsWithoutSet.image(domain, informers.pods(domain)).isPresent()) {
      return Decision.applyWithItsImage();
    }
    return new UpgradeTurn(
            new UpgradesInProgress(() -> upgraded(domain, informers), bounds, now()),
            new UpgradeTurn.ConfigFormat(
                format,
                ConfigDocument.FORMAT,
                format.filter(any -> !ConfigDocument.FORMATS.contains(any)).isEmpty()))
        .of(
            own,
            PodRevision.of(shape),
            new UpgradeTurn.OwnersWord(
                domain.getSpec().server().upgrade(),
                accepted(domain),
                domain.getSpec().server().image() != null));
  }

  private static List<AppliedServer> upgraded(MailDomain domain, Informers informers) {
    return informers
        .statefulSets()
        .filter(set -> !isOf(set, domain))
        .flatMap(set -> of(set, informers).stream())
        .filter(other -> other.underWay().isPresent())
        .toList();
  }

  private static boolean isOf(StatefulSet set, MailDomain domain) {
    return set.getMetadata().getName().equals(ObjectNames.smtp(ObjectNames.of(domain)))
        && set.getMetadata().getNamespace().equals(domain.getMetadata().getNamespace());
  }

  /**
   * A server as it was applied. A paused one is in a person's hands and does not hold up others;
   * nor does a StatefulSet that somebody else made and gave our labels.
   */
  private static Optional<AppliedServer> of(StatefulSet set, Informers informers) {
    return informers
        .owner(set)
        .filter(domain -> domain.getSpec().server() != null && isOf(set, domain))
        .filter(set::hasOwnerReferenceFor)
        .filter(domain -> !StatusSubject.of(domain).paused())
        .map(domain -> AppliedServer.of(domain, set));
  }

  private UpgradeState carryOut(
      Decision decision, ServerShape shape, Informers informers, Consumer<StatefulSet> apply) {
    var there = there(shape.domain(), informers);
    var id = ResourceID.fromResource(shape.domain());
    if (decision.action() == Action.Wait) {
      waiting.add(id);
    } else {
      waiting.remove(id);
    }
    switch (decision.action()) {
      case Wait -> there.flatMap(set -> asItIs(shape, set, decision.begun())).ifPresent(apply);
      case Apply, Begin, GoOn ->
          apply.accept(annotated(shape, there, decision.begun(), decision.action()));
      case ApplyWithItsImage ->
          apply.accept(
              annotated(
                  withItsImage(shape, there, informers),
                  there,
                  decision.begun(),
                  decision.action()));
    }
    if (decision.action() == Action.Apply && there.filter(Upgrades::wasUpgraded).isPresent()) {
      waiting.stream().limit(bounds.atOnce()).forEach(bell);
    }
    return decision.said();
  }

  /** Forgets that a MailDomain waits. */
  public void forget(MailDomain domain) {
    waiting.remove(ResourceID.fromResource(domain));
    madeAgain.remove(ResourceID.fromResource(domain));
  }

  /**
   * The StatefulSet that was applied, where only the image has changed since, so that edits of
   * others are reverted.
   */
  private static Optional<StatefulSet> asItIs(
      ServerShape shape, StatefulSet there, Optional<Begun> begun) {
    var before = with(ServerContainer.appliedImage(there), shape);
    return AppliedServer.of(shape.domain(), there)
        .applied()
        .filter(PodRevision.of(before)::equals)
        .map(any -> annotated(before, Optional.of(there), begun, Action.Wait));
  }

  private static boolean wasUpgraded(StatefulSet there) {
    return Optional.ofNullable(there.getMetadata().getAnnotations())
        .filter(annotations -> annotations.containsKey(Annotations.UPGRADING))
        .isPresent();
  }

  private static StatefulSet annotated(
      ServerShape shape, Optional<StatefulSet> there, Optional<Begun> begun, Action action) {
    var revision = PodRevision.of(shape);
    var annotated =
        new StatefulSetBuilder(SmtpStatefulSet.of(shape))
            .editMetadata()
            .addToAnnotations(Annotations.DECLARED, revision.declared())
            .addToAnnotations(Annotations.TEMPLATE, revision.template())
            .addToAnnotations(Annotations.IMAGE, ServerContainer.image(shape));
    ConfigFormats.of(shape, there)
        .ifPresent(formats -> annotated.addToAnnotations(Annotations.FORMATS, formats));
    taken(shape.domain(), revision, there, action)
        .ifPresent(taken -> annotated.addToAnnotations(Annotations.UPGRADE_TAKEN, taken));
    begun.ifPresent(
        upgrade -> annotated.addToAnnotations(Annotations.UPGRADING, upgrade.since().toString()));
    if (begun.map(Begun::ownersCause).orElse(false)) {
      annotated.addToAnnotations(Annotations.OWNERS_CAUSE, "true");
    }
    return annotated.endMetadata().build();
  }

  /** What the owner says is taken with the upgrade that begins, or is what runs already. */
  private static Optional<String> taken(
      MailDomain domain, PodRevision applied, Optional<StatefulSet> there, Action action) {
    return accepted(domain)
        .filter(any -> action == Action.Begin || any.equals(applied.template()))
        .or(() -> there.flatMap(set -> AppliedServer.of(domain, set).taken()));
  }

  private static Optional<String> accepted(MailDomain domain) {
    return Optional.ofNullable(domain.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(ACCEPTED));
  }

  private static ServerShape withItsImage(
      ServerShape shape, Optional<StatefulSet> there, Informers informers) {
    return there
        .map(ServerContainer::appliedImage)
        .or(() -> PodsWithoutSet.image(shape.domain(), informers.pods(shape.domain())))
        .map(image -> with(image, shape))
        .orElse(shape);
  }

  private static ServerShape with(String image, ServerShape shape) {
    return shape.with(new DefaultImage(image, shape.image().pullPolicy()));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }
}
