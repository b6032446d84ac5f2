package io.mailhelm.operator.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mailhelm.config.Surrogates;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Describes a failed request to the API server in one line: what was asked for, and why it failed.
 * A stack trace would say no more. Pure.
 */
public final class RequestFailure {
  /** The start of the client's message; the method follows. */
  private static final String EXECUTING = "Failure executing: ";

  private static final int CAUSES_AT_MOST = 20;
  private static final int LONGEST = 1024;
  private static final int FORBIDDEN = 403;

  private RequestFailure() {}

  /**
   * The line.
   *
   * @param thrown or one of its causes
   * @return empty where it is no failed request
   */
  public static Optional<String> line(Throwable thrown) {
    return causes(thrown).flatMap(e -> of(e).stream()).findFirst().map(RequestFailure::oneLine);
  }

  /** Whether it, or one of its causes, is that a right is missing. */
  public static boolean isForbidden(Throwable thrown) {
    return causes(thrown)
        .anyMatch(e -> e instanceof KubernetesClientException no && no.getCode() == FORBIDDEN);
  }

  private static Stream<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, e -> e != null, Throwable::getCause).limit(CAUSES_AT_MOST);
  }

  private static Optional<String> of(Throwable e) {
    return switch (e) {
      case KubernetesClientException failed ->
          Optional.of(failed.getCode() > 0 ? answered(failed) : unanswered(failed));
      case IOException lost -> Optional.of(named(lost));
      case TimeoutException late -> Optional.of(named(late));
      default -> Optional.empty();
    };
  }

  private static String answered(KubernetesClientException e) {
    return "%s: %d, %s".formatted(asked(e), e.getCode(), RefusedWrite.words(e));
  }

  /**
   * A request without an answer: the connection was refused or ended, or time ran out. The client's
   * message says which request it was.
   */
  private static String unanswered(KubernetesClientException e) {
    var root =
        Stream.iterate((Throwable) e, cause -> cause != null, Throwable::getCause)
            .limit(CAUSES_AT_MOST)
            .reduce((first, second) -> second)
            .orElse(e);
    return root == e ? text(e) : "%s: %s".formatted(text(e), named(root));
  }

  private static String asked(KubernetesClientException e) {
    var message = text(e);
    var method =
        message.startsWith(EXECUTING)
            ? message.substring(EXECUTING.length()).transform(RequestFailure::firstWord)
            : "request";
    var kind = e.getResourcePlural() == null ? "" : " " + e.getFullResourceName();
    var name = e.getName() == null ? "" : " " + e.getName();
    var namespace = e.getNamespace() == null ? "" : " in " + e.getNamespace();
    return method.toLowerCase(Locale.ROOT) + kind + name + namespace;
  }

  private static String firstWord(String text) {
    var space = text.indexOf(' ');
    return space < 0 ? text : text.substring(0, space);
  }

  private static String named(Throwable e) {
    return e.getMessage() == null
        ? e.getClass().getSimpleName()
        : "%s (%s)".formatted(e.getMessage(), e.getClass().getSimpleName());
  }

  private static String text(Throwable e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static String oneLine(String text) {
    var line = text.replace('\n', ' ').replace('\r', ' ').strip();
    return Surrogates.shortened(line, LONGEST);
  }
}
