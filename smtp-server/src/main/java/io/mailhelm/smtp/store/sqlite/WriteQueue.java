package io.mailhelm.smtp.store.sqlite;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * The queue of changes for the writer, in the order they came: a stack without locks that the
 * writer takes whole and reverses. Any thread adds; one takes.
 */
final class WriteQueue {
  private static final PendingChange<?> CLOSED = new PendingChange<>((_, _) -> null, 0);

  private final AtomicReference<PendingChange<?>> newest = new AtomicReference<>();
  private volatile Thread writer;

  /** To be called by the thread that takes, before anything else. */
  void takenBy(Thread thread) {
    writer = thread;
  }

  /** Adds. Returns false when the queue is closed. */
  boolean add(PendingChange<?> pending) {
    PendingChange<?> before;
    do {
      before = newest.get();
      if (before == CLOSED) {
        return false;
      }
      pending.earlier = before;
    } while (!newest.compareAndSet(before, pending));
    if (before == null) {
      // The writer sleeps only after it found nothing.
      LockSupport.unpark(writer);
    }
    return true;
  }

  /**
   * Waits until there is something, at most for {@code nanos}; may return early. For the writer.
   *
   * @param nanos 0 to wait for ever
   */
  void await(long nanos) {
    if (newest.get() == null) {
      if (nanos == 0) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, nanos);
      }
    }
  }

  /** All there is, oldest first. For the writer. */
  List<PendingChange<?>> take() {
    PendingChange<?> head;
    do {
      head = newest.get();
      if (head == null || head == CLOSED) {
        return List.of();
      }
    } while (!newest.compareAndSet(head, null));
    return inOrder(head);
  }

  /** Lets nothing more in. Returns what was left, oldest first. For the writer. */
  List<PendingChange<?>> closeAndTake() {
    var head = newest.getAndSet(CLOSED);
    return head == null || head == CLOSED ? List.of() : inOrder(head);
  }

  private static List<PendingChange<?>> inOrder(PendingChange<?> newest) {
    var taken = new ArrayList<PendingChange<?>>();
    for (PendingChange<?> each = newest; each != null; each = each.earlier) {
      taken.add(each);
    }
    Collections.reverse(taken);
    return taken;
  }
}
