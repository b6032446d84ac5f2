package io.mailhelm.smtp.web;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes XML and escapes all that is put into it. One thread's. */
final class XmlText {
  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter writer;

  XmlText() {
    try {
      writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      writer.writeStartDocument("UTF-8", "1.0");
    } catch (XMLStreamException e) {
      throw new AssertionError("nothing fails in memory", e);
    }
  }

  /**
   * Opens an element.
   *
   * @param attributes names and values by turns
   */
  XmlText open(String name, String... attributes) {
    try {
      writer.writeStartElement(name);
      for (int i = 0; i < attributes.length; i += 2) {
        writer.writeAttribute(attributes[i], attributes[i + 1]);
      }
      return this;
    } catch (XMLStreamException e) {
      throw new AssertionError("nothing fails in memory", e);
    }
  }

  /** Closes the element opened last. */
  XmlText close() {
    try {
      writer.writeEndElement();
      return this;
    } catch (XMLStreamException e) {
      throw new AssertionError("nothing fails in memory", e);
    }
  }

  /** An element with a text. */
  XmlText element(String name, String value) {
    open(name);
    try {
      writer.writeCharacters(value);
    } catch (XMLStreamException e) {
      throw new AssertionError("nothing fails in memory", e);
    }
    return close();
  }

  /** All of it; elements that are still open are closed. */
  String text() {
    try {
      writer.writeEndDocument();
      writer.flush();
    } catch (XMLStreamException e) {
      throw new AssertionError("nothing fails in memory", e);
    }
    return text.append('\n').toString();
  }
}
