package io.mailhelm.operator.rollout;

import java.util.ArrayList;

/**
 * A list from a pod's answer, cut while it is read: one MiB of JSON may hold 350,000 elements, and
 * objects made of them would need many times the memory. Only for Jackson, which adds one element
 * at a time.
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

  /** A list of at most fifty. */
  static final class Fifty<T> extends BoundedList<T> {
    private static final long serialVersionUID = 1L;

    Fifty() {
      super(50);
    }
  }

  /** A list of at most a thousand. */
  static final class Thousand<T> extends BoundedList<T> {
    private static final long serialVersionUID = 1L;

    Thousand() {
      super(1_000);
    }
  }

  /** A list of at most ten thousand. */
  static final class TenThousand<T> extends BoundedList<T> {
    private static final long serialVersionUID = 1L;

    TenThousand() {
      super(10_000);
    }
  }
}
