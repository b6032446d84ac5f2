package io.mailhelm.smtp.api.mime;

import io.mailhelm.smtp.mime.MessagePart;

/** Decides which parts are the text, which is the HTML, and which are attachments. */
final class PartSorter {
  private boolean htmlSeen;

  /** What a part is in its message. */
  enum Place {
    TEXT,
    HTML,
    ATTACHMENT
  }

  Place place(MessagePart part) {
    if (part.isText("text/plain")) {
      return Place.TEXT;
    }
    if (part.isText("text/html") && !htmlSeen) {
      htmlSeen = true;
      return Place.HTML;
    }
    return Place.ATTACHMENT;
  }
}
