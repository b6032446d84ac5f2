package io.mailhelm.operator.report;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.mailhelm.config.Surrogates;
import io.mailhelm.operator.RetryPolicy;
import io.mailhelm.operator.cluster.Backoff;
import io.mailhelm.operator.cluster.RefusedWrite;
import io.mailhelm.operator.cluster.RequestFailure;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * Reports in a resource's status that reconciling it failed, and why. It is tried again, ever more
 * seldom; other resources are not affected. Any thread.
 */
public final class FailedPasses {
  private static final Logger LOG = Logger.getLogger(FailedPasses.class);

  /**
   * Tries without a report: a conflict, or a connection that ended, is usually over at the next
   * try.
   */
  private static final int TRIES_UNSAID = 2;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(RetryPolicy.FIRST_PAUSE);
  private static final Duration LONGEST_UNSAID = FIRST_PAUSE.multipliedBy(TRIES_UNSAID);
  private static final int LONGEST = 512;

  private final Backoff refused = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
  private final Backoff lost =
      new Backoff(FIRST_PAUSE, Duration.ofMillis(RetryPolicy.LONGEST_PAUSE));

  /**
   * @param write writes a status that says so
   */
  public <P extends HasMetadata> ErrorStatusUpdateControl<P> of(
      P resource, Context<P> context, Exception e, Consumer<UnreportedReady> write) {
    if (RefusedWrite.is(e)) {
      // It says who refuses what: no place in our code does.
      var words = RefusedWrite.words((KubernetesClientException) e);
      LOG.warnf("the API server refuses what %s wants: %s", name(resource), words);
      say(write, words);
      return after(refused.next(ResourceID.fromResource(resource)));
    }
    var failure = RequestFailure.line(e);
    if (failure.isPresent()) {
      var pause = lost.next(ResourceID.fromResource(resource));
      var isSaid = pause.compareTo(LONGEST_UNSAID) > 0;
      LOG.logf(
          isSaid ? Level.WARN : Level.DEBUG,
          "%s is looked at again in %d ms: %s",
          name(resource),
          pause.toMillis(),
          failure.get());
      if (isSaid) {
        say(write, failure.get());
      }
      return after(pause);
    }
    var tries = context.getRetryInfo().map(RetryInfo::getAttemptCount).orElse(0);
    if (tries >= TRIES_UNSAID) {
      say(write, Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName()));
    }
    return ErrorStatusUpdateControl.defaultErrorProcessing();
  }

  /**
   * Says on a resource which right is missing, where one is: nothing of its namespace may be
   * decided.
   *
   * @param unread whether its namespace has been listed
   * @param write writes a status that says so
   * @return {@code unread}
   */
  public static Optional<WatchedNamespaces.Unread> unread(
      Optional<WatchedNamespaces.Unread> unread, Consumer<UnreportedReady> write) {
    unread.flatMap(WatchedNamespaces.Unread::words).ifPresent(words -> say(write, words));
    return unread;
  }

  private static <P extends HasMetadata> ErrorStatusUpdateControl<P> after(Duration pause) {
    return ErrorStatusUpdateControl.<P>noStatusUpdate().rescheduleAfter(pause);
  }

  /** To be called when the resource was reconciled, or is gone. */
  public void forget(HasMetadata resource) {
    refused.forget(ResourceID.fromResource(resource));
    lost.forget(ResourceID.fromResource(resource));
  }

  /** Writes the status, if it can: an API server that does not answer accepts no status either. */
  private static void say(Consumer<UnreportedReady> write, String words) {
    try {
      write.accept(UnreportedReady.failed(Surrogates.beginning(words, LONGEST)));
    } catch (RuntimeException e) {
      LOG.warnf(
          "the status that says so was not written: %s",
          RequestFailure.line(e).orElse(e.getMessage()));
    }
  }

  private static String name(HasMetadata resource) {
    var metadata = resource.getMetadata();
    return "%s %s in %s".formatted(resource.getKind(), metadata.getName(), metadata.getNamespace());
  }
}
