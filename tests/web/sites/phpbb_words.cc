#include "tests/web/sites/phpbb_words.h"

#include <cstdlib>

#include "storage/base/timestamp.h"

namespace spoor::web::phpbb {
namespace {

const Pack kEnglish = {
    .language = "en",
    .html_lang = "en-gb",
    .date_format = "D M d, Y g:i a",
    .days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
    .months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
    .zone = "UTC",
    .index = "Board index",
    .quick_links = "Quick links",
    .unanswered = "Unanswered topics",
    .active = "Active topics",
    .search = "Search",
    .members = "Members",
    .team = "The team",
    .faq = "FAQ",
    .login = "Login",
    .do_register = "Register",
    .reply_button = "Post Reply",
    .reply_title = "Post a reply",
    .new_topic_button = "New Topic",
    .print = "Print view",
    .search_topic = "Search this topic…",
    .search_forum = "Search this forum…",
    .posts_one = "post",
    .posts_few = "posts",
    .posts_many = "posts",
    .topics_many = "topics",
    .users_many = "users",
    .page = "Page",
    .page_x_of_y = "Page <strong>[=page=]</strong> of <strong>[=pages=]</strong>",
    .by = "by",
    .wrote = "wrote:",
    .posts = "Posts:",
    .joined = "Joined:",
    .location = "Location:",
    .previous = "Previous",
    .next = "Next",
    .post = "Post",
    .quote = "Quote",
    .top = "Top",
    .edited_one = "Last edited by [=user=] on [=date=], edited [=count=] time in total.",
    .edited_many = "Last edited by [=user=] on [=date=], edited [=count=] times in total.",
    .return_to = "Return to “[=name=]”",
    .jump_to = "Jump to",
    .all_times = "All times are [=zone=]",
    .topics = "Topics",
    .replies = "Replies",
    .views = "Views",
    .last_post = "Last post",
    .latest = "View the latest post",
    .forum = "Forum:",
    .topic = "Topic:",
    .information = "Information",
    .no_topic = "The requested topic does not exist.",
    .no_forum = "The forum you selected does not exist.",
    .no_user = "The requested user does not exist.",
    .no_permission = "Sorry but you are not permitted to use the search system.",
    .login_forum = "The board requires you to be registered and logged in to view this forum.",
    .username = "Username:",
    .password = "Password:",
    .remember = "Remember me",
    .viewing_profile = "Viewing profile - ",
    .groups = "Groups:",
    .registered_users = "Registered users",
    .contact = "Contact ",
    .statistics = "User statistics",
    .last_active = "Last active:",
    .total_posts = "Total posts:",
    .search_posts = "Search user’s posts",
    .signature = "Signature",
    .website = "Website:",
    .visit_website = "Visit website",
    .of_all_posts = "([=share=]% of all posts / [=daily=] posts per day)",
    .attachments = "Attachments",
    .viewed = "Viewed [=count=] times",
    .feed = "Feed",
    .new_topics = "New Topics",
    .posted_by = "Posted by",
    .current_time = "It is currently",
};

const Pack kGerman = {
    .language = "de",
    .html_lang = "de",
    .date_format = "D j. M Y, H:i",
    .days = {"So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"},
    .months = {"Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"},
    .zone = "Europa/Berlin",
    .index = "Foren-Übersicht",
    .quick_links = "Schnellzugriff",
    .unanswered = "Unbeantwortete Themen",
    .active = "Aktive Themen",
    .search = "Suche",
    .members = "Mitglieder",
    .team = "Das Team",
    .faq = "FAQ",
    .login = "Anmelden",
    .do_register = "Registrieren",
    .reply_button = "Antworten",
    .reply_title = "Antwort erstellen",
    .new_topic_button = "Neues Thema",
    .print = "Druckansicht",
    .search_topic = "Thema durchsuchen…",
    .search_forum = "Forum durchsuchen…",
    .posts_one = "Beitrag",
    .posts_few = "Beiträge",
    .posts_many = "Beiträge",
    .topics_many = "Themen",
    .users_many = "Mitglieder",
    .page = "Seite",
    .page_x_of_y = "Seite <strong>[=page=]</strong> von <strong>[=pages=]</strong>",
    .by = "von",
    .wrote = "hat geschrieben:",
    .posts = "Beiträge:",
    .joined = "Registriert:",
    .location = "Wohnort:",
    .previous = "Vorherige",
    .next = "Nächste",
    .post = "Beitrag",
    .quote = "Zitieren",
    .top = "Nach oben",
    .edited_one = "Zuletzt geändert von [=user=] am [=date=], insgesamt [=count=]-mal geändert.",
    .edited_many = "Zuletzt geändert von [=user=] am [=date=], insgesamt [=count=]-mal geändert.",
    .return_to = "Zurück zu „[=name=]“",
    .jump_to = "Gehe zu",
    .all_times = "Alle Zeiten sind [=zone=]",
    .topics = "Themen",
    .replies = "Antworten",
    .views = "Zugriffe",
    .last_post = "Letzter Beitrag",
    .latest = "Neuester Beitrag",
    .forum = "Forum:",
    .topic = "Thema:",
    .information = "Information",
    .no_topic = "Das gewünschte Thema existiert nicht.",
    .no_forum = "Das ausgewählte Forum existiert nicht.",
    .no_user = "Der angeforderte Benutzer existiert nicht.",
    .no_permission = "Du bist nicht berechtigt, die Suchfunktion zu verwenden.",
    .login_forum = "Um dieses Forum einsehen zu können, musst du registriert und angemeldet sein.",
    .username = "Benutzername:",
    .password = "Passwort:",
    .remember = "Angemeldet bleiben",
    .viewing_profile = "Profil von ",
    .groups = "Gruppen:",
    .registered_users = "Registrierte Benutzer",
    .contact = "Kontaktdaten von ",
    .statistics = "Benutzer-Statistik",
    .last_active = "Letzte Aktivität:",
    .total_posts = "Beiträge insgesamt:",
    .search_posts = "Beiträge des Mitglieds anzeigen",
    .signature = "Signatur",
    .website = "Website:",
    .visit_website = "Website besuchen",
    .of_all_posts = "([=share=]% aller Beiträge / [=daily=] Beiträge pro Tag)",
    .attachments = "Dateianhänge",
    .viewed = "[=count=] mal betrachtet",
    .feed = "Feed",
    .new_topics = "Neue Themen",
    .posted_by = "Verfasst von",
    .current_time = "Aktuelle Zeit:",
};

const Pack kSpanish = {
    .language = "es",
    .html_lang = "es",
    .date_format = "D M d, Y g:i a",
    .days = {"Dom", "Lun", "Mar", "Mié", "Jue", "Vie", "Sab"},
    .months = {"Ene", "Feb", "Mar", "Abr", "May", "Jun", "Jul", "Ago", "Sep", "Oct", "Nov", "Dic"},
    .zone = "Europa/Madrid",
    .index = "Índice general",
    .quick_links = "Enlaces rápidos",
    .unanswered = "Temas sin respuesta",
    .active = "Temas activos",
    .search = "Buscar",
    .members = "Miembros",
    .team = "El Equipo",
    .faq = "FAQ",
    .login = "Identificarse",
    .do_register = "Registrarse",
    .reply_button = "Responder",
    .reply_title = "Publicar una respuesta",
    .new_topic_button = "Nuevo Tema",
    .print = "Vista para imprimir",
    .search_topic = "Buscar este tema…",
    .search_forum = "Buscar este foro…",
    .posts_one = "mensaje",
    .posts_few = "mensajes",
    .posts_many = "mensajes",
    .topics_many = "temas",
    .users_many = "usuarios",
    .page = "Página",
    .page_x_of_y = "Página <strong>[=page=]</strong> de <strong>[=pages=]</strong>",
    .by = "por",
    .wrote = "escribió:",
    .posts = "Mensajes:",
    .joined = "Registrado:",
    .location = "Ubicación:",
    .previous = "Anterior",
    .next = "Siguiente",
    .post = "Mensaje",
    .quote = "Citar",
    .top = "Arriba",
    .edited_one = "Última edición por [=user=] el [=date=], editado [=count=] vez en total.",
    .edited_many = "Última edición por [=user=] el [=date=], editado [=count=] veces en total.",
    .return_to = "Volver a “[=name=]”",
    .jump_to = "Ir a",
    .all_times = "Todos los horarios son [=zone=]",
    .topics = "Temas",
    .replies = "Respuestas",
    .views = "Vistas",
    .last_post = "Último mensaje",
    .latest = "Ver último mensaje",
    .forum = "Foro:",
    .topic = "Tema:",
    .information = "Información",
    .no_topic = "El tema solicitado no existe.",
    .no_forum = "El foro seleccionado no existe.",
    .no_user = "El usuario solicitado no existe.",
    .no_permission = "Lo sentimos, pero no tienes permiso para usar el sistema de búsqueda.",
    .login_forum = "El Foro requiere que estés registrado e identificado para ver este foro.",
    .username = "Nombre de Usuario:",
    .password = "Contraseña:",
    .remember = "Recordar",
    .viewing_profile = "Viendo perfil - ",
    .groups = "Grupos:",
    .registered_users = "Usuarios registrados",
    .contact = "Contactar ",
    .statistics = "Estadísticas del usuario",
    .last_active = "Última actividad:",
    .total_posts = "Mensajes totales:",
    .search_posts = "Buscar mensajes del usuario",
    .signature = "Firma",
    .website = "Sitio web:",
    .visit_website = "Visitar sitio web",
    .of_all_posts = "([=share=]% de todos los mensajes / [=daily=] mensajes por día)",
    .attachments = "Adjuntos",
    .viewed = "Visto [=count=] veces",
    .feed = "Feed",
    .new_topics = "Nuevos Temas",
    .posted_by = "Publicado por",
    .current_time = "Fecha actual",
};

const Pack kRussian = {
    .language = "ru",
    .html_lang = "ru",
    .date_format = "d M Y, H:i",
    .days = {"Вс", "Пн", "Вт", "Ср", "Чт", "Пт", "Сб"},
    .months = {"янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"},
    .zone = "Европа/Москва",
    .index = "Список форумов",
    .quick_links = "Ссылки",
    .unanswered = "Темы без ответов",
    .active = "Активные темы",
    .search = "Поиск",
    .members = "Пользователи",
    .team = "Наша команда",
    .faq = "FAQ",
    .login = "Вход",
    .do_register = "Регистрация",
    .reply_button = "Ответить",
    .reply_title = "Ответить",
    .new_topic_button = "Новая тема",
    .print = "Версия для печати",
    .search_topic = "Поиск в теме…",
    .search_forum = "Поиск в форуме…",
    .posts_one = "сообщение",
    .posts_few = "сообщения",
    .posts_many = "сообщений",
    .topics_many = "тем",
    .users_many = "пользователей",
    .page = "Страница",
    .page_x_of_y = "Страница <strong>[=page=]</strong> из <strong>[=pages=]</strong>",
    .by = "",
    .wrote = "писал(а):",
    .posts = "Сообщения:",
    .joined = "Зарегистрирован:",
    .location = "Откуда:",
    .previous = "Пред.",
    .next = "След.",
    .post = "Сообщение",
    .quote = "Цитата",
    .top = "Вернуться к началу",
    .edited_one = "Последний раз редактировалось [=user=] [=date=], всего редактировалось [=count=] раз.",
    .edited_many = "Последний раз редактировалось [=user=] [=date=], всего редактировалось [=count=] раза.",
    .return_to = "Вернуться в «[=name=]»",
    .jump_to = "Перейти",
    .all_times = "Часовой пояс: [=zone=]",
    .topics = "Темы",
    .replies = "Ответы",
    .views = "Просмотры",
    .last_post = "Последнее сообщение",
    .latest = "Перейти к последнему сообщению",
    .forum = "Форум:",
    .topic = "Тема:",
    .information = "Информация",
    .no_topic = "Запрошенной темы не существует.",
    .no_forum = "Выбранный форум не существует.",
    .no_user = "Запрошенный пользователь не существует.",
    .no_permission = "Вам не разрешено использовать поиск.",
    .login_forum = "Для просмотра этого форума необходимо авторизоваться.",
    .username = "Имя пользователя:",
    .password = "Пароль:",
    .remember = "Запомнить меня",
    .viewing_profile = "Профиль пользователя ",
    .groups = "Группы:",
    .registered_users = "Зарегистрированные пользователи",
    .contact = "Контактная информация пользователя ",
    .statistics = "Статистика пользователя",
    .last_active = "Последнее посещение:",
    .total_posts = "Всего сообщений:",
    .search_posts = "Найти сообщения пользователя",
    .signature = "Подпись",
    .website = "Сайт:",
    .visit_website = "Перейти на сайт",
    .of_all_posts = "([=share=]% всех сообщений / [=daily=] сообщений в день)",
    .attachments = "Вложения",
    .viewed = "[=count=] просмотров",
    .feed = "Канал",
    .new_topics = "Новые темы",
    .posted_by = "Автор",
    .current_time = "Текущее время:",
};

std::string two(int value) { return (value < 10 ? "0" : "") + std::to_string(value); }

}  // namespace

const Pack& pack_of(const Host& host) {
  for (const Pack* pack : {&kGerman, &kSpanish, &kRussian}) {
    if (pack->language == host.language) return *pack;
  }
  return kEnglish;
}

std::string date(const Pack& pack, const Host& host, Seconds at) {
  const Civil civil = to_civil(Timestamp::from_seconds(at + host.utc_offset_minutes * 60));
  std::string out;
  for (const char letter : pack.date_format) {
    switch (letter) {
      case 'D':
        out += pack.days[static_cast<std::size_t>(civil.weekday)];
        break;
      case 'd':
        out += two(civil.day);
        break;
      case 'j':
        out += std::to_string(civil.day);
        break;
      case 'M':
        out += pack.months[static_cast<std::size_t>(civil.month - 1)];
        break;
      case 'Y':
        out += std::to_string(civil.year);
        break;
      case 'g':
        out += std::to_string(civil.hour % 12 == 0 ? 12 : civil.hour % 12);
        break;
      case 'H':
        out += two(civil.hour);
        break;
      case 'i':
        out += two(civil.minute);
        break;
      case 'a':
        out += civil.hour < 12 ? "am" : "pm";
        break;
      default:
        out += letter;
    }
  }
  return out;
}

std::string zone_offset(const Host& host) {
  if (host.utc_offset_minutes == 0) return "UTC";
  const int size = std::abs(host.utc_offset_minutes);
  return (host.utc_offset_minutes < 0 ? "UTC-" : "UTC+") + two(size / 60) + ":" + two(size % 60);
}

std::string posts_text(const Pack& pack, int count) {
  const bool slavic = pack.language == "ru";
  const int last = count % 10, tens = count % 100;
  std::string_view word = pack.posts_many;
  if (slavic ? last == 1 && tens != 11 : count == 1) {
    word = pack.posts_one;
  } else if (slavic && last >= 2 && last <= 4 && (tens < 12 || tens > 14)) {
    word = pack.posts_few;
  }
  return std::to_string(count) + " " + std::string(word);
}

}  // namespace spoor::web::phpbb
