#include "tests/web/sites/wordpress_text.h"

#include <cstdint>

#include "tests/web/sites/emoji.h"

namespace spoor::web::wordpress {
namespace {

using Kind = Segment::Kind;
constexpr int kExcerptWords = 55;

constexpr Words kWords[] = {
    {"en",
     "en-US",
     "Published",
     "Categorized as",
     "Tagged",
     "By",
     "View all of [=name=]&#039;s posts.",
     "1 comment",
     "[=count=] comments",
     "says:",
     "Reply",
     "Older",
     "Newer",
     "Page",
     "Protected: ",
     "This content is password protected. Please enter a password to view.",
     "There is no excerpt because this is a protected post.",
     "Password",
     "Enter",
     "Nothing here",
     "It looks like nothing was found at this location. Maybe try a search?",
     "Search",
     "Recent Posts",
     "Recent Comments",
     "on",
     "Leave a comment",
     "Proudly powered by",
     "Author:",
     "Category:",
     "Tag:",
     "Month:",
     "Previous post",
     "Next post",
     "“",
     "”"},
    {"de",
     "de-DE",
     "Veröffentlicht am",
     "Kategorisiert in",
     "Verschlagwortet mit",
     "Von",
     "Alle Beiträge von [=name=] anzeigen.",
     "1 Kommentar",
     "[=count=] Kommentare",
     "sagt:",
     "Antworten",
     "Ältere",
     "Neuere",
     "Seite",
     "Geschützt: ",
     "Dieser Inhalt ist passwortgeschützt. Um ihn anschauen zu können, bitte das Passwort eingeben:",
     "Es gibt keinen Textauszug, da dies ein geschützter Beitrag ist.",
     "Passwort",
     "Absenden",
     "Hier gibt es nichts",
     "Es sieht so aus, als ob an dieser Stelle nichts gefunden wurde. Möchtest du eine Suche starten?",
     "Suchen",
     "Neueste Beiträge",
     "Neueste Kommentare",
     "zu",
     "Schreibe einen Kommentar",
     "Mit Stolz präsentiert von",
     "Autor:",
     "Kategorie:",
     "Schlagwort:",
     "Monat:",
     "Vorheriger Beitrag",
     "Nächster Beitrag",
     "„",
     "“"},
    {"es",
     "es-ES",
     "Publicada el",
     "Categorizado como",
     "Etiquetado como",
     "Por",
     "Ver todas las entradas de [=name=].",
     "1 comentario",
     "[=count=] comentarios",
     "dice:",
     "Responder",
     "Anteriores",
     "Siguientes",
     "Página",
     "Protegido: ",
     "Este contenido está protegido por contraseña. Por favor, introduce una contraseña para verlo.",
     "No hay extracto porque es una entrada protegida.",
     "Contraseña",
     "Enviar",
     "No hay nada aquí",
     "Parece que no se ha encontrado nada en esta ubicación. ¿Quieres probar una búsqueda?",
     "Buscar",
     "Entradas recientes",
     "Comentarios recientes",
     "en",
     "Deja un comentario",
     "Funciona gracias a",
     "Autor:",
     "Categoría:",
     "Etiqueta:",
     "Mes:",
     "Entrada anterior",
     "Entrada siguiente",
     "«",
     "»"},
    {"ru",
     "ru-RU",
     "Опубликовано",
     "В рубрике",
     "С метками",
     "От",
     "Просмотреть все записи автора [=name=].",
     "1 комментарий",
     "[=count=] комментариев",
     ":",
     "Ответить",
     "Старые",
     "Новые",
     "Страница",
     "Защищено: ",
     "Это содержимое защищено паролем. Введите пароль для просмотра.",
     "Отрывка нет, потому что запись защищена.",
     "Пароль",
     "Войти",
     "Здесь ничего нет",
     "Похоже, здесь ничего нет. Попробуйте поискать?",
     "Поиск",
     "Свежие записи",
     "Свежие комментарии",
     "к записи",
     "Добавить комментарий",
     "Сайт работает на",
     "Автор:",
     "Рубрика:",
     "Метка:",
     "Месяц:",
     "Предыдущая запись",
     "Следующая запись",
     "«",
     "»"},
};

void append_number(std::string& out, std::uint32_t code) { out += "&#" + std::to_string(code) + ";"; }

std::string line_of(const Words& words, const Paragraph& paragraph) {
  std::string line;
  for (const Segment& segment : paragraph) {
    if (segment.kind != Kind::picture) line += texturized(words, segment.text);
  }
  std::string out;
  for (const char c : line) {
    if (c != ' ' || (!out.empty() && out.back() != ' ')) out += c;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string with_emoji_pictures(const std::string& html) {
  std::string out;
  for (std::size_t i = 0; i < html.size();) {
    const std::size_t size = emoji_size(std::string_view(html).substr(i));
    if (size == 0) {
      out += html[i++];
      continue;
    }
    const std::string emoji = html.substr(i, size);
    out += "<img src=\"https://s.w.org/images/core/emoji/14.0.0/72x72/" + emoji_code(emoji) + ".png\" alt=\"" + emoji +
           "\" class=\"wp-smiley\" style=\"height: 1em; max-height: 1em;\" />";
    i += size;
  }
  return out;
}

bool is_comment(Form form) { return form == Form::comment || form == Form::comment_feed; }

std::string picture_html(const Segment& picture) {
  return "<figure class=\"wp-block-image size-full\"><img decoding=\"async\" loading=\"lazy\" width=\"" +
         std::to_string(picture.width) + "\" height=\"" + std::to_string(picture.height) + "\" src=\"" +
         encoded(picture.url) + "\" alt=\"" + encoded(picture.text) + "\" class=\"wp-image-" +
         std::to_string(picture.width * 10) + "\"/></figure>";
}

std::string segment_html(const Words& words, const Segment& segment, Form form) {
  if (segment.kind != Kind::link) return encoded(texturized(words, segment.text));
  const std::string rel = is_comment(form) ? " rel=\"nofollow ugc\"" : "";
  return "<a href=\"" + encoded(segment.url) + "\"" + rel + ">" + encoded(texturized(words, segment.text)) + "</a>";
}

}  // namespace

const Words& words_of(const Host& host) {
  for (const Words& words : kWords) {
    if (words.language == host.language) return words;
  }
  return kWords[0];
}

std::string texturized(const Words& words, std::string_view text) {
  std::string out;
  bool open = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool alone = (i == 0 || text[i - 1] == ' ') && (i + 2 >= text.size() || text[i + 2] == ' ');
    if (text.substr(i, 3) == "...") {
      out += "…";
      i += 2;
    } else if (text[i] == '"') {
      out += open ? words.close_quote : words.open_quote;
      open = !open;
    } else if (text[i] == '\'') {
      out += "’";
    } else if (text.substr(i, 2) == ";)" && alone) {
      out += "\xF0\x9F\x98\x89";  // winking face
      ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string encoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    if (c == '&') {
      out += "&#038;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (byte == 0xE2 && i + 2 < text.size() && static_cast<unsigned char>(text[i + 1]) == 0x80) {
      append_number(out, 0x2000U | (static_cast<unsigned char>(text[i + 2]) & 0x3FU));
      i += 2;
    } else {
      out += c;
    }
  }
  return out;
}

std::string content_html(const Words& words, const std::vector<Paragraph>& paragraphs, Form form) {
  std::string out;
  for (const Paragraph& paragraph : paragraphs) {
    const bool picture = paragraph.size() == 1 && paragraph[0].kind == Kind::picture;
    if (picture && is_comment(form)) continue;  // comments hold no pictures
    if (!is_comment(form)) out += out.empty() ? "\n" : "\n\n\n";
    if (picture) {
      out += picture_html(paragraph[0]) + "\n";
      continue;
    }
    out += "<p>";
    for (const Segment& segment : paragraph) out += segment_html(words, segment, form);
    out += "</p>\n";
  }
  return form == Form::feed || form == Form::comment_feed ? with_emoji_pictures(out) : out;
}

std::string shown_text(const Words& words, const std::vector<Paragraph>& paragraphs, Form) {
  std::string out;
  for (const Paragraph& paragraph : paragraphs) {
    const std::string line = line_of(words, paragraph);
    if (line.empty()) continue;
    if (!out.empty()) out += '\n';
    out += line;
  }
  return out;
}

std::string excerpt(const Words& words, const std::vector<Paragraph>& paragraphs, bool& cut) {
  std::string out;
  int left = kExcerptWords;
  cut = false;
  for (const char c : shown_text(words, paragraphs, Form::page)) {
    if ((c == ' ' || c == '\n') && --left == 0) {
      cut = true;
      break;
    }
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

}  // namespace spoor::web::wordpress
