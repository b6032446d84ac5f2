package io.mailhelm.smtp.limit;

import java.util.Arrays;

/**
 * Sums by slot, in the order of the slots; slots in which there is nothing take no memory. Most are
 * added at the end and dropped at the beginning. Not thread-safe.
 */
final class SlotSums {
  private long[] slots = new long[2];
  private long[] sums = new long[2];
  private int first;
  private int end;
  private long total;

  /** Adds to a slot. */
  void add(long slot, long more) {
    int at = find(slot);
    if (at == end || slots[at] != slot) {
      insert(at, slot);
      at = find(slot);
    }
    sums[at] += more;
    total += more;
  }

  /** Takes from a slot what was added to it; nothing where it was dropped since. */
  void remove(long slot, long less) {
    int at = find(slot);
    if (at < end && slots[at] == slot) {
      sums[at] -= less;
      total -= less;
    }
  }

  /** Drops all slots before one. */
  void dropBefore(long slot) {
    while (first < end && slots[first] < slot) {
      total -= sums[first++];
    }
  }

  private void insert(int at, long slot) {
    if (end == slots.length) {
      int size = end - first;
      int length = size > slots.length / 2 ? slots.length * 2 : slots.length;
      var room = new long[length];
      System.arraycopy(slots, first, room, 0, size);
      slots = room;
      room = new long[length];
      System.arraycopy(sums, first, room, 0, size);
      sums = room;
      at -= first;
      first = 0;
      end = size;
    }
    System.arraycopy(slots, at, slots, at + 1, end - at);
    System.arraycopy(sums, at, sums, at + 1, end - at);
    slots[at] = slot;
    sums[at] = 0;
    end++;
  }

  /** The index of the first slot that is not before this one; {@link #end} where there is none. */
  int find(long slot) {
    if (first == end || slots[end - 1] < slot) {
      return end;
    }
    int at = Arrays.binarySearch(slots, first, end, slot);
    return at >= 0 ? at : -at - 1;
  }

  /** The index after the last. */
  int end() {
    return end;
  }

  /** How many slots there are. */
  int size() {
    return end - first;
  }

  /** The number of the slot at an index. */
  long slot(int index) {
    return slots[index];
  }

  /** The sum of the slot at an index. */
  long sum(int index) {
    return sums[index];
  }

  /** Of all slots. */
  long total() {
    return total;
  }
}
