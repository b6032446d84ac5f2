package io.mailhelm.operator.it;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Plays what would need a machine: in one namespace it is the StatefulSet controller, the volume
 * controllers, a kubelet, and the server in every pod. No container runs. It makes the pods and
 * claims of StatefulSets, replaces a pod whose template changed, and "runs" a pod: waits for the
 * Secrets it mounts by name, shows its config volume, looks at it again when the pod is changed
 * (but not once a minute besides, as a kubelet would), marks it Ready once a complete config runs,
 * and answers {@code GET /config} at its address and management port, with its certificate and for
 * its token, as {@link PlayedPod} is told to. Pod {@code n} has the address 127.0.0.{@code n+1}.
 *
 * <p>{@code make e2e} does the same with real kubelets and real servers: what is shown here is what
 * the operator does, never what a pod does.
 */
public final class PlayedNode implements AutoCloseable {
  private static final long TICK_MILLIS = 100;

  private final KubernetesClient client;
  private final String namespace;
  private final SharedIndexInformer<StatefulSet> sets;
  private final SharedIndexInformer<Pod> pods;
  private final SharedIndexInformer<PersistentVolumeClaim> claims;
  private final Map<String, PlayedPod> played = new ConcurrentHashMap<>();
  private final AtomicReference<Throwable> trouble = new AtomicReference<>();
  private final PlayedEvents events;
  private volatile Optional<String> forbids = Optional.empty();
  private volatile Optional<String> provisionsNothing = Optional.empty();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());

  private ScheduledFuture<?> playing;

  private PlayedNode(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    this.events = new PlayedEvents(client);
    this.sets = client.apps().statefulSets().inNamespace(namespace).inform();
    this.pods = client.pods().inNamespace(namespace).inform();
    this.claims = client.persistentVolumeClaims().inNamespace(namespace).inform();
  }

  /** Begins to play in that namespace, as an administrator. */
  public static PlayedNode in(KubernetesClient client, String namespace) {
    var node = new PlayedNode(client, namespace);
    node.playing =
        node.thread.scheduleWithFixedDelay(node::play, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    return node;
  }

  /** The switches of the pod of this name, whether it is there yet or not. */
  public PlayedPod pod(String name) {
    return played.computeIfAbsent(name, any -> new PlayedPod(client, namespace, name));
  }

  /**
   * Plays the garbage collector now: deletes what Mailhelm made for owners that are gone. It does
   * not do so by itself, so a test sees what was deleted and what merely went with its owner.
   */
  public void collectGarbage() {
    new PlayedGarbage(client, namespace).collect();
  }

  /** Something, a quota say, refuses every pod with these words; empty: nothing does. */
  public void forbids(Optional<String> why) {
    forbids = why;
  }

  /** Claims that come get no volume, for this reason; empty: all get one. */
  public void provisionsNothing(Optional<String> why) {
    provisionsNothing = why;
  }

  /** What the API server last refused it, e.g. a pod that breaks Pod Security. */
  public Optional<Throwable> trouble() {
    return Optional.ofNullable(trouble.get());
  }

  @Override
  public void close() {
    playing.cancel(false);
    thread.close();
    played.values().forEach(PlayedPod::stop);
    List.of(sets, pods, claims).forEach(SharedIndexInformer::stop);
  }

  private void play() {
    try {
      for (var set : sets.getStore().list()) {
        new PlayedStatefulSet(client, set, pods.getStore().list(), claims.getStore().list())
            .play(forbids.map(why -> refused -> forbid(refused, why)));
      }
      new PlayedClaims(client, provisionsNothing.map(why -> claim -> fail(claim, why)))
          .play(claims.getStore().list(), pods.getStore().list());
      for (var pod : pods.getStore().list()) {
        if (isGarbage(pod)) {
          client.resource(pod).delete();
        } else {
          pod(pod.getMetadata().getName()).play(pod);
        }
      }
      for (var each : played.values()) {
        if (pods.getStore().getByKey(namespace + "/" + each.name()) == null) {
          each.stop();
        }
      }
    } catch (KubernetesClientException e) {
      // A write that met another one is tried again at the next tick.
      if (e.getCode() != 404 && !Edits.metAnother(e)) {
        trouble.set(e);
      }
    } catch (RuntimeException | Error e) {
      // It would be the end of the schedule, and nobody would know.
      trouble.set(e);
    }
  }

  private void forbid(StatefulSet set, String why) {
    events.warn(set, "FailedCreate", why);
  }

  private void fail(PersistentVolumeClaim claim, String why) {
    events.warn(claim, "ProvisioningFailed", why);
  }

  /** Whether the StatefulSet that owned it is gone. */
  private boolean isGarbage(Pod pod) {
    return controller(pod)
        .filter(owner -> owner.getKind().equals("StatefulSet"))
        .filter(
            owner ->
                sets.getStore().list().stream()
                    .noneMatch(set -> set.getMetadata().getUid().equals(owner.getUid())))
        .isPresent();
  }

  static Optional<OwnerReference> controller(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .findFirst();
  }
}
