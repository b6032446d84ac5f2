package io.mailhelm.operator.report;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.operator.cluster.RequestFailure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Writes Events on resources. An Event that exists already is counted and not made again, whichever
 * operator made it: its name is derived from what it says. Any thread.
 */
final class EventWriter {
  private static final Logger LOG = Logger.getLogger(EventWriter.class);
  private static final int CONFLICT = 409;
  private static final int MESSAGE_MAX = 1024;
  private static final String CUT = "…";

  /** Characters of a name's prefix: with a dot and a hash the name has at most 253. */
  private static final int PREFIX_MAX = 200;

  private static final int HASH_OCTETS = 8;
  private static final PatchContext MERGE =
      new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).build();

  private final KubernetesClient client;

  EventWriter(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Writes an Event, or counts the one that exists.
   *
   * @param message as {@link #cut} makes it
   * @param now RFC 3339
   */
  void write(HasMetadata resource, boolean bad, String reason, String message, String now) {
    var event = event(resource, bad, reason, message, now);
    try {
      client.v1().events().resource(event).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() == CONFLICT) {
        count(event, now);
      } else {
        untold(event, e);
      }
    }
  }

  private void count(Event event, String now) {
    var name = event.getMetadata().getName();
    var written =
        client.v1().events().inNamespace(event.getMetadata().getNamespace()).withName(name);
    try {
      var there = Optional.ofNullable(written.get());
      if (there.isPresent()) {
        var count = Objects.requireNonNullElse(there.get().getCount(), 1) + 1;
        written.patch(MERGE, Serialization.asJson(Map.of("count", count, "lastTimestamp", now)));
      }
    } catch (KubernetesClientException e) {
      untold(event, e);
    }
  }

  /**
   * Logs an Event that could not be written. The status says the same, so the resource does not
   * wait for its Event.
   */
  private static void untold(Event event, KubernetesClientException e) {
    LOG.warnf(
        "the Event %s of %s was not written: %s",
        event.getReason(),
        event.getInvolvedObject().getName(),
        RequestFailure.line(e).orElse(e.getMessage()));
  }

  private static Event event(
      HasMetadata resource, boolean bad, String reason, String message, String now) {
    var metadata = resource.getMetadata();
    var type = bad ? "Warning" : "Normal";
    return new EventBuilder()
        .withNewMetadata()
        .withName(name(resource, type, reason, message))
        .withNamespace(metadata.getNamespace())
        .endMetadata()
        .withInvolvedObject(
            new ObjectReferenceBuilder()
                .withApiVersion(resource.getApiVersion())
                .withKind(resource.getKind())
                .withNamespace(metadata.getNamespace())
                .withName(metadata.getName())
                .withUid(metadata.getUid())
                .build())
        .withType(type)
        .withReason(reason)
        .withMessage(message)
        .withNewSource()
        .withComponent("mailhelm-operator")
        .endSource()
        .withReportingComponent("mailhelm.io/operator")
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .withCount(1)
        .build();
  }

  /**
   * A message cut to the length that an Event may have.
   *
   * @param end the end of the message, which is never cut
   */
  static String cut(String message, String end) {
    int most = MESSAGE_MAX - end.length();
    if (message.length() <= most) {
      return message + end;
    }
    int kept = most - CUT.length();
    // Half a character is none that the API server takes.
    if (Character.isHighSurrogate(message.charAt(kept - 1))) {
      kept--;
    }
    return message.substring(0, kept) + CUT + end;
  }

  /**
   * The name of an Event: the same if it says the same of the same resource, and otherwise another.
   */
  static String name(HasMetadata resource, String type, String reason, String message) {
    var metadata = resource.getMetadata();
    var about =
        String.join(
            "\0", resource.getKind(), String.valueOf(metadata.getUid()), type, reason, message);
    var hash =
        HexFormat.of().formatHex(sha256(about.getBytes(StandardCharsets.UTF_8)), 0, HASH_OCTETS);
    var name = metadata.getName();
    var end = Math.min(name.length(), PREFIX_MAX);
    while (end > 0 && !Character.isLetterOrDigit(name.charAt(end - 1))) {
      end--; // a label of a name ends with one
    }
    return name.substring(0, end) + "." + hash;
  }

  private static byte[] sha256(byte[] octets) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(octets);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every Java has it
    }
  }
}
