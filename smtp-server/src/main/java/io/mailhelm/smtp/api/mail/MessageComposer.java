package io.mailhelm.smtp.api.mail;

import io.mailhelm.smtp.api.mail.MessageDraft.Attached;
import io.mailhelm.smtp.store.MessageId;
import jakarta.activation.DataHandler;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Properties;

/**
 * Composes an RFC 5322 message, with CRLF line ends, from a draft. Pure but for the clock and the
 * ids it draws.
 */
final class MessageComposer {
  /** Makes all headers ASCII: encoded words (RFC 2047), which every server takes. */
  private static final Session ASCII = session(false);

  /** A UTF-8 local part goes into the header as it is (RFC 6532): there is no other form of it. */
  private static final Session UTF8 = session(true);

  private final Clock clock;

  MessageComposer(Clock clock) {
    this.clock = clock;
  }

  private static Session session(boolean utf8) {
    var settings = new Properties();
    settings.setProperty("mail.mime.allowutf8", Boolean.toString(utf8));
    return Session.getInstance(settings);
  }

  byte[] compose(MessageDraft draft) {
    try {
      var session = draft.needsUtf8() ? UTF8 : ASCII;
      var message = new Identified(session, draft.from().mailbox().domain().ascii(), clock);
      message.setFrom(draft.from().shown());
      message.setRecipients(RecipientType.TO, shown(draft.to()));
      message.setRecipients(RecipientType.CC, shown(draft.cc()));
      if (!draft.replyTo().isEmpty()) {
        message.setReplyTo(shown(draft.replyTo()));
      }
      message.setSubject(draft.subject(), "UTF-8");
      message.setSentDate(Date.from(clock.instant()));
      for (var header : draft.headers().entrySet()) {
        message.setHeader(header.getKey(), encoded(header.getKey(), header.getValue()));
      }
      content(message, draft);
      message.saveChanges();
      var out = new ByteArrayOutputStream(room(draft));
      message.writeTo(out);
      return out.toByteArray();
    } catch (MessagingException e) {
      throw new IllegalStateException("a checked draft could not be composed", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** About as much as the message will have, so that its buffer is not copied to grow. */
  private static int room(MessageDraft draft) {
    long files = draft.attachments().stream().mapToLong(file -> file.content().length).sum();
    long texts =
        draft.text().map(String::length).orElse(0) + draft.html().map(String::length).orElse(0);
    // base64 with its line ends (RFC 2045 §6.8); quoted-printable of mostly ASCII
    return Math.toIntExact(files * 78 / 57 + texts * 5 / 4 + (8 << 10));
  }

  private static void content(MimeMessage message, MessageDraft draft)
      throws MessagingException, IOException {
    if (draft.attachments().isEmpty()) {
      body(message, draft);
      return;
    }
    var mixed = new MimeMultipart("mixed");
    var first = new MimeBodyPart();
    body(first, draft);
    mixed.addBodyPart(first);
    for (var file : draft.attachments()) {
      mixed.addBodyPart(attachment(file));
    }
    message.setContent(mixed);
  }

  /** HTML never goes without a plain-text part: readers and filters both want one. */
  private static void body(Part part, MessageDraft draft) throws MessagingException {
    if (draft.html().isEmpty()) {
      text(part, draft.text().orElse(""), "plain");
      return;
    }
    var html = draft.html().get();
    var plain = new MimeBodyPart();
    text(plain, draft.text().orElseGet(() -> PlainText.of(html)), "plain");
    var rich = new MimeBodyPart();
    text(rich, html, "html");
    part.setContent(new MimeMultipart("alternative", plain, rich));
  }

  private static void text(Part part, String text, String subtype) throws MessagingException {
    part.setContent(crlf(text), "text/" + subtype + "; charset=UTF-8");
    // Quoted-printable holds whatever the line lengths and the path's 8BITMIME (RFC 2045 §6.7).
    part.setHeader("Content-Transfer-Encoding", "quoted-printable");
  }

  /** A bare CR or LF would be refused on receipt (RFC 5321 §2.3.8). */
  private static String crlf(String text) {
    return text.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
  }

  private static MimeBodyPart attachment(Attached file) throws MessagingException, IOException {
    var part = new MimeBodyPart();
    part.setDataHandler(new DataHandler(new ByteArrayDataSource(file.content(), file.type())));
    part.setFileName(file.filename());
    part.setDisposition(Part.ATTACHMENT);
    part.setHeader("Content-Transfer-Encoding", "base64");
    return part;
  }

  private static InternetAddress[] shown(List<ComposedAddress> addresses) {
    return addresses.stream().map(ComposedAddress::shown).toArray(InternetAddress[]::new);
  }

  private static String encoded(String name, String value) throws IOException {
    return MimeUtility.fold(name.length() + 2, MimeUtility.encodeText(value, "UTF-8", null));
  }

  /** Angus would make a Message-ID of this machine's name, which is nobody's business. */
  private static final class Identified extends MimeMessage {
    private final String domain;
    private final Clock clock;

    Identified(Session session, String domain, Clock clock) {
      super(session);
      this.domain = domain;
      this.clock = clock;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", "<" + MessageId.next(clock.millis()) + "@" + domain + ">");
    }
  }
}
