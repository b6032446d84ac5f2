package io.mailhelm.smtp.api.mail;

import io.mailhelm.config.ServerLimits;
import io.mailhelm.smtp.api.ApiException;
import io.mailhelm.smtp.api.mail.MessageDraft.Attached;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks a request to send and makes a {@link MessageDraft} of it. */
final class MessageDrafts {
  private static final int MOST_ATTACHMENTS = 100;
  private static final int MOST_REPLY_TO = 100;
  private static final Pattern TYPE =
      Pattern.compile(
          "[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}");

  private MessageDrafts() {}

  /**
   * @throws ApiException 422 with the field
   */
  static MessageDraft of(SendRequest request, ComposedAddress from, ServerLimits limits) {
    if (request.template().isPresent() || request.data().isPresent()) {
      throw ApiException.unprocessable(
          request.template().isPresent() ? "template" : "data",
          "This version has no templates: send 'html' or 'text'.");
    }
    if (request.html().isEmpty() && request.text().isEmpty()) {
      throw ApiException.unprocessable("html", "There is no content: give 'html', 'text' or both.");
    }
    AddedHeaders.check(request.headers());
    var most = limits.recipients();
    var draft =
        new MessageDraft(
            from,
            ComposedAddress.all("to", request.to(), most),
            ComposedAddress.all("cc", request.cc(), most),
            ComposedAddress.all("bcc", request.bcc(), most),
            ComposedAddress.all("replyTo", request.replyTo(), MOST_REPLY_TO),
            AddedHeaders.line("subject", request.subject().orElse("")),
            request.text(),
            request.html(),
            request.headers(),
            attachments(request.attachments()));
    return withRecipients(draft, limits);
  }

  private static MessageDraft withRecipients(MessageDraft draft, ServerLimits limits) {
    if (draft.to().isEmpty()) {
      throw ApiException.unprocessable("to", "'to' must have one address or more.");
    }
    var count = Stream.of(draft.to(), draft.cc(), draft.bcc()).mapToInt(List::size).sum();
    if (count > limits.recipients()) {
      throw ApiException.unprocessable(
          "to", "There are %d recipients; at most %d.".formatted(count, limits.recipients()));
    }
    return draft;
  }

  private static List<Attached> attachments(List<SendRequest.Attachment> wanted) {
    if (wanted.size() > MOST_ATTACHMENTS) {
      throw ApiException.unprocessable(
          "attachments", "There are at most " + MOST_ATTACHMENTS + " attachments.");
    }
    var attached = new ArrayList<Attached>();
    for (int i = 0; i < wanted.size(); i++) {
      attached.add(attached("attachments[" + i + "]", Optional.ofNullable(wanted.get(i))));
    }
    return attached;
  }

  private static Attached attached(String field, Optional<SendRequest.Attachment> wanted) {
    var filename = wanted.map(SendRequest.Attachment::filename).filter(name -> !name.isBlank());
    var content = wanted.map(SendRequest.Attachment::content);
    if (filename.isEmpty()) {
      throw ApiException.unprocessable(field + ".filename", "An attachment needs a 'filename'.");
    }
    if (content.isEmpty()) {
      throw ApiException.unprocessable(field + ".content", "An attachment needs 'content'.");
    }
    var type =
        wanted.flatMap(SendRequest.Attachment::contentType).orElse("application/octet-stream");
    if (!TYPE.matcher(type).matches() || isComposite(type)) {
      throw ApiException.unprocessable(
          field + ".contentType", "'contentType' is a media type such as application/pdf.");
    }
    AddedHeaders.line(field + ".filename", filename.get());
    return new Attached(filename.get(), type, content.get());
  }

  /** Multiparts and messages may not be base64 (RFC 2045 §6.4). */
  private static boolean isComposite(String type) {
    var lower = type.toLowerCase(Locale.ROOT);
    return lower.startsWith("multipart/") || lower.startsWith("message/");
  }

  /** The built-in message with a one-time code. */
  static MessageDraft otp(OtpRequest request, ComposedAddress from) {
    return new MessageDraft(
        from,
        List.of(ComposedAddress.one("to", request.to())),
        List.of(),
        List.of(),
        List.of(),
        // Subjects are shown on locked screens and kept in logs of others: no code in it.
        OtpMessage.SUBJECT,
        Optional.of(OtpMessage.text(request.otpCode())),
        Optional.of(OtpMessage.html(request.otpCode())),
        Map.of("Auto-Submitted", "auto-generated"),
        List.of());
  }
}
