package io.mailhelm.smtp.api.mime;

import io.mailhelm.smtp.api.mime.MimeContent.Attachment;
import io.mailhelm.smtp.mime.MessagePart;
import io.mailhelm.smtp.mime.PartWalk;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Optional;
import org.apache.james.mime4j.MimeException;

/**
 * Opens a stored message and reads its texts and attachments. Memory is bounded by {@link
 * #MAX_TEXT}, whatever the message's size.
 */
public final class MimeReader {
  /** Octets of text, and of HTML, that are shown; attachments are streamed. */
  public static final int MAX_TEXT = 1 << 20;

  /** Octets of a message that what is shown of it comes from, about: text, HTML and header. */
  public static final long MAX_SHOWN = 2L * MAX_TEXT + PartWalk.MAX_HEADER_CHARACTERS;

  private MimeReader() {}

  /** An attachment to be read and closed. */
  public record Opened(String name, String type, InputStream content) {}

  /**
   * What the message says.
   *
   * @param message the caller closes it
   * @throws IOException when it cannot be read; never for what is in it
   */
  public static MimeContent read(InputStream message) throws IOException {
    var start = new ContentPreview(message);
    var walk = new PartWalk(new BufferedInputStream(start));
    var text = new TextLimit();
    var html = new TextLimit();
    var sorter = new PartSorter();
    var attachments = new ArrayList<Attachment>();
    var broken = false;
    try {
      for (var part = walk.next(); part.isPresent(); part = walk.next()) {
        var leaf = part.get();
        switch (sorter.place(leaf)) {
          case TEXT -> text.add(leaf);
          case HTML -> html.add(leaf);
          case ATTACHMENT -> attachments.add(listed(leaf, attachments.size()));
        }
      }
    } catch (MimeException | RuntimeException e) {
      broken = true;
    } catch (IOException e) {
      // mime4j wraps what it does not understand in IOException as well; the disk's own comes
      // first.
      start.rethrow();
      broken = true;
    }
    var nothing = text.isEmpty() && html.isEmpty() && attachments.isEmpty();
    var cut = false;
    if (nothing) {
      // No part was found: what is there instead of parts is shown as it came.
      var instead = broken ? start.all() : start.text();
      if (!instead.isEmpty()) {
        text.add(instead);
        cut = start.isCut();
      }
    }
    return new MimeContent(
        walk.headers(),
        text.text(),
        html.text(),
        attachments,
        broken || cut || walk.truncated() || text.truncated() || html.truncated());
  }

  /**
   * One attachment, as {@link #read} counts them.
   *
   * @param message closed with the attachment, or here when there is none
   */
  public static Optional<Opened> attachment(InputStream message, int index) throws IOException {
    var found = Optional.<Opened>empty();
    try {
      found = find(message, index);
    } catch (MimeException | RuntimeException e) {
      // Past what can be understood there are no attachments.
      found = Optional.empty();
    } finally {
      if (found.isEmpty()) {
        message.close();
      }
    }
    return found;
  }

  private static Optional<Opened> find(InputStream message, int index)
      throws IOException, MimeException {
    var walk = new PartWalk(new BufferedInputStream(message));
    var sorter = new PartSorter();
    var attachments = 0;
    for (var part = walk.next(); part.isPresent(); part = walk.next()) {
      if (sorter.place(part.get()) != PartSorter.Place.ATTACHMENT) {
        continue;
      }
      if (attachments == index) {
        var content = closing(part.get().content(), message);
        return Optional.of(new Opened(name(part.get(), index), part.get().type(), content));
      }
      attachments++;
    }
    return Optional.empty();
  }

  private static Attachment listed(MessagePart part, int index) throws IOException {
    var size = part.content().transferTo(OutputStream.nullOutputStream());
    return new Attachment(index, name(part, index), part.type(), size);
  }

  private static String name(MessagePart part, int index) {
    return part.name().orElse("attachment-" + index);
  }

  /** The part's bytes; closing them closes the message they are in. */
  private static InputStream closing(InputStream content, InputStream message) {
    return new FilterInputStream(content) {
      @Override
      public void close() throws IOException {
        message.close();
      }
    };
  }
}
