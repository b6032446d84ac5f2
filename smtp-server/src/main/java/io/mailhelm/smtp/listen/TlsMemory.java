package io.mailhelm.smtp.listen;

import io.mailhelm.smtp.receive.MemoryHolder;
import io.mailhelm.smtp.receive.TransitMemory;
import java.util.EnumMap;
import java.util.Map;

/**
 * The budget of memory for TLS of all connections. It is divided by address, as that of messages
 * is, and a tenth is kept from listeners of one kind for those of the other. Thread-safe, its
 * shares are not.
 */
final class TlsMemory {
  private static final int RESERVE = 10;

  private final TransitMemory all;
  private final Map<ListenerKind, TransitMemory> perKind = new EnumMap<>(ListenerKind.class);

  /**
   * @param limit octets
   */
  TlsMemory(long limit) {
    this.all = TransitMemory.ofConnections(limit);
    for (var kind : ListenerKind.values()) {
      perKind.put(kind, TransitMemory.ofConnections(limit - limit / RESERVE));
    }
  }

  /** A share that holds nothing yet. */
  Share share(ListenerKind kind) {
    return new Share(kind);
  }

  /**
   * Octets that listeners of one kind hold beyond four fifths, or all together beyond nine tenths
   * and this kind most of it: newcomers will find none soon. Nothing, or less, while they do.
   */
  long excess(ListenerKind kind) {
    long own = perKind.get(kind).drawn();
    long together = all.drawn();
    long tenth = all.limit() / RESERVE;
    long beyond = own - (all.limit() - 2 * tenth);
    return own * 2 < together ? beyond : Math.max(beyond, together - (all.limit() - tenth));
  }

  /** What one connection has of it. One thread's, but for what it says of itself. */
  final class Share implements AutoCloseable {
    private final ListenerKind kind;
    private final TransitMemory.Share ofKind;
    private final TransitMemory.Share ofAll;
    private volatile String address = "";
    private volatile long octets;

    private Share(ListenerKind kind) {
      this.kind = kind;
      this.ofKind = perKind.get(kind).share(0);
      this.ofAll = all.share(0);
    }

    /** From now on it is that holder's. */
    void heldBy(MemoryHolder holder) {
      ofKind.heldBy(holder);
      ofAll.heldBy(holder);
      address = holder.site().orElse(holder.key());
    }

    /**
     * Makes this share that large.
     *
     * @return false when there is not so much left for its holder, and then it stays as it was
     */
    boolean hold(long wanted) {
      if (!ofKind.hold(wanted)) {
        return false;
      }
      if (!ofAll.hold(wanted)) {
        ofKind.hold(octets);
        return false;
      }
      octets = wanted;
      return true;
    }

    /** Whether {@link #hold} would succeed now. */
    boolean mayHold(long wanted) {
      long before = octets;
      return hold(wanted) && hold(before);
    }

    ListenerKind kind() {
      return kind;
    }

    /** Whose it is: an address, or the IPv6 /48 that it is in. */
    String address() {
      return address;
    }

    /** How large it is. */
    long octets() {
      return octets;
    }

    /** Gives all of it back. Idempotent. */
    @Override
    public void close() {
      hold(0);
    }
  }
}
