package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.StoreContext;

/**
 * Runs what is to be done once a change is durable. Nothing here may make the change look as if it
 * had failed: the caller would make it again, a message would be stored twice, and a body be
 * removed that a row names.
 */
final class AfterCommit {
  private final StoreContext context;

  AfterCommit(StoreContext context) {
    this.context = context;
  }

  /** Does what memory must have to agree with the disk; the process ends when it cannot. */
  void must(String what, Runnable work) {
    try {
      work.run();
    } catch (Throwable e) {
      context.halt().now(what, e);
    }
  }

  /** Does what can be left undone, or done later; an {@link Error} ends the process even so. */
  void may(String what, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      tell(what, e);
    } catch (Error e) {
      context.halt().now(what, e);
    }
  }

  private void tell(String what, RuntimeException failure) {
    try {
      context.events().failed(what, failure);
    } catch (RuntimeException _) {
      // who listens has failed too; the change is there all the same
    }
  }
}
