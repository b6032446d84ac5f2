package io.mailhelm.operator.maildomain;

import io.mailhelm.config.ExpectedStore;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.rollout.PodReport;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Remembers in which store each pod of a server had mail. Pods that serve report it and the config
 * keeps it, so that a pod that comes back with another volume notices. Of a pod that is not
 * mentioned nothing is expected: a new server, a new replica, a MailDomain that was declared again.
 * Immutable.
 *
 * @param byPod ids of stores by the name of the pod
 */
record PodStores(SortedMap<String, String> byPod) {
  PodStores {
    byPod = new TreeMap<>(byPod);
  }

  /** Reads what a config says. */
  static PodStores of(Optional<ServerConfig> config) {
    var byPod = new TreeMap<String, String>();
    config.stream()
        .flatMap(any -> any.stores().stream())
        .forEach(store -> byPod.put(store.pod(), store.store()));
    return new PodStores(byPod);
  }

  /**
   * The stores after these reports of pods that serve. Such a pod has passed its own check: if its
   * store is not the expected one, that one was given up, or the config is older.
   *
   * @param reports by the name of the pod
   */
  PodStores heard(Map<String, PodReport> reports) {
    var next = new TreeMap<>(byPod);
    reports.forEach(
        (pod, report) -> {
          var store = report.store();
          if (store.hadMail() && !store.id().isEmpty()) {
            next.put(pod, store.id());
          } else if (!store.id().isEmpty()) {
            next.remove(pod);
          }
        });
    return new PodStores(next);
  }

  /** The stores as the config is to name them, without those that the MailDomain gives up. */
  List<ExpectedStore> expected(MailDomain domain) {
    var annotations =
        Objects.requireNonNullElse(domain.getMetadata().getAnnotations(), Map.<String, String>of());
    // A comma is no part of an id.
    var givenUp = ",%s,".formatted(annotations.get(ExpectedStore.ACCEPTED_LOSS)).replace(" ", "");
    return byPod.entrySet().stream()
        .map(
            each ->
                new ExpectedStore(
                    each.getKey(),
                    each.getValue(),
                    givenUp.contains(",%s,".formatted(each.getValue()))))
        .toList();
  }
}
