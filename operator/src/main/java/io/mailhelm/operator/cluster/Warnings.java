package io.mailhelm.operator.cluster;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Reads the warnings that controllers and nodes wrote of an object as Events. It asks for them only
 * where an object is not as it should be and does not say why itself. Any thread.
 */
public final class Warnings {
  private static final Logger LOG = Logger.getLogger(Warnings.class);
  private static final long AT_MOST = 100;

  private final KubernetesClient client;

  public Warnings(KubernetesClient client) {
    this.client = client;
  }

  /**
   * One warning.
   *
   * @param first when it was first written
   * @param last when it was last written
   */
  public record Warning(String reason, String message, Instant first, Instant last) {}

  /**
   * The newest warning of an object; empty where there is none, or where the operator may not read
   * Events.
   */
  public Optional<Warning> newest(HasMetadata object) {
    var metadata = object.getMetadata();
    try {
      return client
          .v1()
          .events()
          .inNamespace(metadata.getNamespace())
          .withField("involvedObject.uid", metadata.getUid())
          .withField("type", "Warning")
          .list(new ListOptionsBuilder().withLimit(AT_MOST).build())
          .getItems()
          .stream()
          .flatMap(event -> warning(event).stream())
          .max(Comparator.comparing(Warning::last));
    } catch (KubernetesClientException e) {
      LOG.debugf("the Events of %s cannot be read: %s", metadata.getName(), e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * The warning in an Event. Kubernetes has two forms of Events, whose times are in different
   * fields.
   */
  private static Optional<Warning> warning(Event event) {
    var created = event.getMetadata().getCreationTimestamp();
    var once = event.getEventTime() == null ? null : event.getEventTime().getTime();
    var series =
        event.getSeries() == null || event.getSeries().getLastObservedTime() == null
            ? null
            : event.getSeries().getLastObservedTime().getTime();
    var first = time(event.getFirstTimestamp(), once, created);
    var last = time(series, event.getLastTimestamp(), once, created);
    return first.isEmpty() || last.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Warning(
                Objects.requireNonNullElse(event.getReason(), "Warning"),
                Objects.requireNonNullElse(event.getMessage(), ""),
                first.get(),
                last.get()));
  }

  private static Optional<Instant> time(String... texts) {
    return Stream.of(texts).filter(Objects::nonNull).flatMap(Warnings::parsed).findFirst();
  }

  private static Stream<Instant> parsed(String text) {
    try {
      return Stream.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Stream.of();
    }
  }
}
