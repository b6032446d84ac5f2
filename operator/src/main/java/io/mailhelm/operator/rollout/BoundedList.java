package io.mailhelm.operator.rollout;

import java.util.ArrayList;

/**
 * A list that a pod says, cut while it is read: an answer of one MiB has 350,000 elements, and
 * objects of each would be many times as large. Only for Jackson, which adds one at a time.
 */
abstract class BoundedList<T> extends ArrayList<T> {
  private static final long serialVersionUID = 1L;

  private final int most;

  private BoundedList(int most) {
    this.most = most;
  }

  @Override
  public boolean add(T element) {
    return element != null && size() < most && super.add(element);
  }

  /** Fifty. */
  static final class Fifty<T> extends BoundedList<T> {
    private static final long serialVersionUID = 1L;

    Fifty() {
      super(50);
    }
  }

  /** A thousand. */
  static final class Thousand<T> extends BoundedList<T> {
    private static final long serialVersionUID = 1L;

    Thousand() {
      super(1_000);
    }
  }

  /** Ten thousand. */
  static final class TenThousand<T> extends BoundedList<T> {
    private static final long serialVersionUID = 1L;

    TenThousand() {
      super(10_000);
    }
  }
}
