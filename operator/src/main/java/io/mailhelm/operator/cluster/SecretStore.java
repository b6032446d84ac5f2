package io.mailhelm.operator.cluster;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Bounds what an informer keeps in memory of Secrets: so much of each one, and so much of each
 * namespace. Of a Secret beyond that it keeps only that it exists. Anybody may make such Secrets;
 * without bounds, a person who may write Secrets in one namespace could end the operator for all
 * others. Any thread.
 */
final class SecretStore implements ItemStore<Secret> {
  /** An annotation on what is kept, never in the API server: why the data is left out. */
  private static final String LEFT_OUT = "mailhelm.io/left-out";

  /**
   * The value for a Secret beyond its namespace's share: nothing is wrong with it, and it can be
   * read by its name.
   */
  private static final String BEYOND_SHARE = "";

  private static final String PREFIX = "mailhelm.io/";
  private static final String RECOMMENDED = "app.kubernetes.io/";
  private static final int MOST_LABELS = 32;
  private static final int KIB = 1024;

  private final long mostOfOne;
  private final long mostOfNamespace;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Kept> byKey = new HashMap<>();
  private final Map<String, Long> byNamespace = new HashMap<>();

  private record Kept(Secret secret, String namespace, long octets) {}

  /**
   * @param mostOfOne octets of one Secret, as an API server sends them
   * @param mostOfNamespace of all in a namespace
   */
  SecretStore(long mostOfOne, long mostOfNamespace) {
    this.mostOfOne = mostOfOne;
    this.mostOfNamespace = mostOfNamespace;
  }

  /** Why a Secret must not be read; empty: it may be read. */
  static Optional<String> refused(Secret secret) {
    return leftOut(secret).filter(why -> !why.equals(BEYOND_SHARE));
  }

  /** Whether a Secret is to be read by its name: the share of its namespace was used up. */
  static boolean isBeyondShare(Secret secret) {
    return leftOut(secret).filter(BEYOND_SHARE::equals).isPresent();
  }

  private static Optional<String> leftOut(Secret secret) {
    return secret.getData() == null
        ? Optional.ofNullable(secret.getMetadata().getAnnotations()).map(all -> all.get(LEFT_OUT))
        : Optional.empty();
  }

  @Override
  public String getKey(Secret secret) {
    return secret.getMetadata().getNamespace() + "/" + secret.getMetadata().getName();
  }

  @Override
  public Secret put(String key, Secret secret) {
    lock.lock();
    try {
      var before = take(key);
      var kept = kept(secret);
      byKey.put(key, kept);
      byNamespace.merge(kept.namespace(), kept.octets(), Long::sum);
      return before;
    } finally {
      lock.unlock();
    }
  }

  private Kept kept(Secret secret) {
    var namespace = Objects.requireNonNullElse(secret.getMetadata().getNamespace(), "");
    var octets = octets(secret);
    if (octets > mostOfOne) {
      return withoutData(
          secret, "it is larger than %d KiB: make it smaller".formatted(mostOfOne / KIB));
    }
    if (byNamespace.getOrDefault(namespace, 0L) + octets > mostOfNamespace) {
      return withoutData(secret, BEYOND_SHARE);
    }
    return new Kept(secret, namespace, octets);
  }

  private static Kept withoutData(Secret secret, String why) {
    var metadata = secret.getMetadata();
    var own = new HashMap<String, String>();
    entries(metadata.getAnnotations())
        .filter(each -> each.getKey().startsWith(PREFIX) && each.getValue().length() < KIB)
        .forEach(each -> own.put(each.getKey(), each.getValue()));
    own.put(LEFT_OUT, why);
    var bare =
        new SecretBuilder()
            .withNewMetadata()
            .withName(metadata.getName())
            .withNamespace(metadata.getNamespace())
            .withUid(metadata.getUid())
            .withResourceVersion(metadata.getResourceVersion())
            .withLabels(ownLabels(metadata))
            .withAnnotations(own)
            .withOwnerReferences(metadata.getOwnerReferences())
            .endMetadata()
            .build();
    bare.setData(null);
    return new Kept(bare, Objects.requireNonNullElse(metadata.getNamespace(), ""), 0);
  }

  private static Map<String, String> ownLabels(ObjectMeta metadata) {
    var own = new HashMap<String, String>();
    entries(metadata.getLabels())
        .filter(each -> each.getKey().startsWith(PREFIX) || each.getKey().startsWith(RECOMMENDED))
        .limit(MOST_LABELS)
        .forEach(each -> own.put(each.getKey(), each.getValue()));
    return own;
  }

  /**
   * Counts all that can be large. Labels too: an API server bounds the length of each, but not
   * their number.
   */
  private static long octets(Secret secret) {
    var metadata = secret.getMetadata();
    return Stream.of(
            entries(secret.getData()),
            entries(metadata.getAnnotations()),
            entries(metadata.getLabels()))
        .flatMap(entries -> entries)
        .mapToLong(SecretStore::octets)
        .sum();
  }

  private static long octets(Map.Entry<String, String> entry) {
    return (long) entry.getKey().length()
        + (entry.getValue() == null ? 0 : entry.getValue().length());
  }

  private static Stream<Map.Entry<String, String>> entries(Map<String, String> map) {
    return Stream.ofNullable(map).flatMap(all -> all.entrySet().stream());
  }

  @Override
  public Secret remove(String key) {
    lock.lock();
    try {
      return take(key);
    } finally {
      lock.unlock();
    }
  }

  private Secret take(String key) {
    var before = byKey.remove(key);
    if (before == null) {
      return null;
    }
    byNamespace.computeIfPresent(
        before.namespace(),
        (namespace, octets) -> octets == before.octets() ? null : octets - before.octets());
    return before.secret();
  }

  @Override
  public Stream<String> keySet() {
    lock.lock();
    try {
      return byKey.keySet().stream().toList().stream();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Stream<Secret> values() {
    lock.lock();
    try {
      return byKey.values().stream().map(Kept::secret).toList().stream();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int size() {
    lock.lock();
    try {
      return byKey.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Secret get(String key) {
    lock.lock();
    try {
      return Optional.ofNullable(byKey.get(key)).map(Kept::secret).orElse(null);
    } finally {
      lock.unlock();
    }
  }
}
