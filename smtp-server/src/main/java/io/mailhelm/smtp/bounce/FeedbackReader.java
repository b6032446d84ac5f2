package io.mailhelm.smtp.bounce;

import io.mailhelm.smtp.bounce.Feedback.About;
import io.mailhelm.smtp.bounce.Feedback.Complaint;
import io.mailhelm.smtp.bounce.Feedback.DeliveryReport;
import io.mailhelm.smtp.bounce.Feedback.PerRecipient;
import io.mailhelm.smtp.header.Multiparts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;

/**
 * Reads the delivery reports and complaints that come to a return path. It tolerates small
 * deviations from RFC 3464, 6522, 6533 and 5965. What it reads and keeps is bounded, because
 * anybody can send to a return path. One reader reads one message.
 */
public final class FeedbackReader {
  private static final int MAX_OCTETS = 1 << 20;
  private static final int MAX_PART = 64 << 10;
  private static final int MAX_PARTS = 20;
  private static final int MAX_DEPTH = 5;
  private static final int MAX_RECEIVED_IDS = 10;
  private static final Pattern OUR_ID = Pattern.compile("\\bid ([0-9A-HJKMNP-TV-Z]{26})\\b");
  private static final Pattern STATUS = Pattern.compile("\\b([245]\\.\\d{1,3}\\.\\d{1,3})\\b");
  private static final MimeConfig BOUNDS =
      new MimeConfig.Builder()
          .setMaxHeaderCount(1_000)
          .setMaxHeaderLen(MAX_PART)
          .setMaxLineLen(MAX_PART)
          .build();

  private List<Map<String, List<String>>> status = List.of();
  private List<Map<String, List<String>>> complaint = List.of();
  private About about = About.UNKNOWN;

  private FeedbackReader() {}

  /**
   * Reads a message; the caller closes it.
   *
   * @throws IOException when it cannot be read; one that cannot be understood is {@link
   *     Feedback.Nothing}
   */
  public static Feedback read(InputStream message) throws IOException {
    var reader = new FeedbackReader();
    var octets = message.readNBytes(MAX_OCTETS);
    try {
      reader.walk(new ByteArrayInputStream(octets));
    } catch (MimeException | IOException | RuntimeException e) {
      // what was understood before is what it says
    }
    return reader.feedback();
  }

  private void walk(InputStream message) throws IOException, MimeException {
    var tokens = Multiparts.tokens(message, BOUNDS);
    int parts = 0;
    int depth = 0;
    for (var state = tokens.getState(); state != EntityState.T_END_OF_STREAM; ) {
      switch (state) {
        case T_START_MULTIPART -> depth++;
        case T_END_MULTIPART -> depth--;
        case T_BODY -> {
          parts++;
          part(tokens.getBodyDescriptor().getMimeType(), tokens.getDecodedInputStream());
        }
        default -> {}
      }
      if (parts == MAX_PARTS || depth > MAX_DEPTH) {
        return;
      }
      state = tokens.next();
    }
  }

  private void part(String type, InputStream content) throws IOException {
    switch (type.toLowerCase(Locale.ROOT)) {
      case "message/delivery-status", "message/global-delivery-status" -> {
        if (status.isEmpty()) {
          status = FieldGroups.of(text(content));
        }
      }
      case "message/feedback-report" -> complaint = FieldGroups.of(text(content));
      case "message/rfc822",
          "message/global",
          "message/global-headers",
          "text/rfc822-headers",
          "message/rfc822-headers" ->
          about = about(text(content));
      default -> {}
    }
  }

  private static String text(InputStream content) throws IOException {
    return new String(content.readNBytes(MAX_PART), StandardCharsets.UTF_8);
  }

  private static About about(String message) {
    var header = FieldGroups.of(message).stream().findFirst().orElse(Map.of());
    var ids =
        header.getOrDefault("received", List.of()).stream()
            .flatMap(text -> OUR_ID.matcher(text).results())
            .map(found -> found.group(1))
            .limit(MAX_RECEIVED_IDS)
            .toList();
    return new About(FieldGroups.first(header, "message-id"), ids);
  }

  private Feedback feedback() {
    if (!complaint.isEmpty()) {
      return complaint(complaint.getFirst(), about);
    }
    var recipients = new ArrayList<PerRecipient>();
    var envelopeId = "";
    for (var group : status) {
      if (envelopeId.isEmpty()) {
        envelopeId = FieldGroups.first(group, "original-envelope-id");
      }
      // some leave away the empty line after the fields of the message
      if (group.containsKey("action") || group.containsKey("final-recipient")) {
        recipients.add(recipient(group));
      }
    }
    return recipients.isEmpty()
        ? new Feedback.Nothing()
        : new DeliveryReport(envelopeId, recipients, about);
  }

  private static PerRecipient recipient(Map<String, List<String>> group) {
    var status = STATUS.matcher(FieldGroups.first(group, "status"));
    var diagnostic = untyped(FieldGroups.first(group, "diagnostic-code"));
    var action = FieldGroups.first(group, "action").toLowerCase(Locale.ROOT);
    int blank = action.indexOf(' '); // "failed (delivery failed)"
    return new PerRecipient(
        address(FieldGroups.first(group, "final-recipient")),
        address(FieldGroups.first(group, "original-recipient")),
        blank < 0 ? action : action.substring(0, blank),
        precise(status.find() ? status.group(1) : "", diagnostic),
        diagnostic);
  }

  /**
   * Where the report says nothing or only "undefined" (RFC 3463 §3.1), the reply that it quotes may
   * say more.
   */
  private static String precise(String status, String diagnostic) {
    if (!status.isEmpty() && !status.endsWith(".0.0")) {
      return status;
    }
    return DiagnosticReply.of(diagnostic)
        .map(DiagnosticReply::enhanced)
        .filter(said -> !said.isEmpty() && (status.isEmpty() || said.charAt(0) == status.charAt(0)))
        .orElse(status);
  }

  private static Complaint complaint(Map<String, List<String>> group, About about) {
    return new Complaint(
        FieldGroups.first(group, "feedback-type").toLowerCase(Locale.ROOT),
        group.getOrDefault("original-rcpt-to", List.of()).stream()
            .map(text -> address(ReportText.clean(text, true)))
            .toList(),
        address(FieldGroups.first(group, "original-mail-from")),
        FieldGroups.first(group, "arrival-date"),
        about);
  }

  /** {@code rfc822; <alice@example.com>} is alice@example.com. */
  private static String address(String typed) {
    var address = untyped(typed);
    return address.startsWith("<") && address.endsWith(">")
        ? address.substring(1, address.length() - 1)
        : address;
  }

  private static String untyped(String typed) {
    int semicolon = typed.indexOf(';');
    return typed.substring(semicolon + 1).strip();
  }
}
