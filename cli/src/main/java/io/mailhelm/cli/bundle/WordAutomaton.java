package io.mailhelm.cli.bundle;

import java.util.Arrays;
import java.util.Collection;

/**
 * The automaton of Aho and Corasick, which finds many words in one pass over a text. Its memory is
 * linear in the words and its time in the text, however many words there are. Of words that end at
 * the same octet it reports the longest, which covers the others. One thread while it is built;
 * then any.
 */
final class WordAutomaton {
  /** The state at the start of a text, before any octet of a word. */
  static final int START = 0;

  private static final int NONE = -1;

  /** Spreads neighbouring keys over the table. */
  private static final int SPREAD = 0x9E3779B9;

  private final int[] parent;
  private final byte[] octet;
  private final int[] depth;
  private final int[] fallback;

  /** The length of the longest word that ends in this state. */
  private final int[] ends;

  /** States by parent and octet, with open addressing; no state is its own child, so 0 is free. */
  private final int[] table;

  private int states = 1;

  /**
   * @param words none of them empty
   */
  WordAutomaton(Collection<byte[]> words) {
    int most = 1 + words.stream().mapToInt(word -> word.length).sum();
    parent = new int[most];
    octet = new byte[most];
    depth = new int[most];
    fallback = new int[most];
    ends = new int[most];
    table = new int[Integer.highestOneBit(most) * 4];
    words.forEach(this::add);
    byDepth();
  }

  /** The state after another octet of the text. */
  int next(int state, byte read) {
    int at = state;
    int found = child(at, read);
    while (found == NONE && at != START) {
      at = fallback[at];
      found = child(at, read);
    }
    return found == NONE ? START : found;
  }

  /** The length of the longest word that ends here, or 0. */
  int ending(int state) {
    return ends[state];
  }

  private void add(byte[] word) {
    int state = START;
    for (byte each : word) {
      int next = child(state, each);
      if (next == NONE) {
        next = states++;
        parent[next] = state;
        octet[next] = each;
        depth[next] = depth[state] + 1;
        table[-1 - slot(state, each)] = next;
      }
      state = next;
    }
    ends[state] = depth[state];
  }

  /**
   * Links the states from the root down: a state falls back to a shorter one, which must be
   * complete before it.
   */
  private void byDepth() {
    int deepest = Arrays.stream(depth).max().orElseThrow();
    var first = new int[deepest + 1];
    var further = new int[states];
    for (int state = 1; state < states; state++) {
      further[state] = first[depth[state]];
      first[depth[state]] = state;
    }
    for (int level = 1; level <= deepest; level++) {
      for (int state = first[level]; state != START; state = further[state]) {
        fallback[state] = level == 1 ? START : next(fallback[parent[state]], octet[state]);
        ends[state] = Math.max(ends[state], ends[fallback[state]]);
      }
    }
  }

  private int child(int state, byte read) {
    int slot = slot(state, read);
    return slot < 0 ? NONE : table[slot];
  }

  /** The slot of the child or, where there is none, {@code -1 -} the free slot. */
  private int slot(int state, byte read) {
    int mask = table.length - 1;
    int hash = (state * 257 + read) * SPREAD;
    int slot = (hash ^ hash >>> 16) & mask;
    while (table[slot] != START) {
      int there = table[slot];
      if (parent[there] == state && octet[there] == read) {
        return slot;
      }
      slot = slot + 1 & mask;
    }
    return -1 - slot;
  }
}
