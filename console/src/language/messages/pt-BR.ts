import { number, plural } from '../format.ts';
import type { Messages } from './en.ts';

/** Brazilian Portuguese. */
const portuguese: Messages = {
  shell: {
    skipToContent: 'Ir para o conteúdo',
    menu: 'Menu',
    closeMenu: 'Fechar o menu',
    pages: 'Páginas',
    signOut: 'Sair',
    theme: 'Tema',
    themeSystem: 'Como o sistema',
    themeLight: 'Claro',
    themeDark: 'Escuro',
    language: 'Idioma',
    notFoundTitle: 'Esta página não existe',
    notFoundText: 'O endereço não indica nenhuma página deste console.',
    toOverview: 'Ir para a visão geral',
    sessionEndedTitle: 'Sua sessão terminou',
    sessionEndedText: 'Entre novamente para continuar. O que você digitou está guardado nesta aba.',
    offlineTitle: 'O diretório não responde',
    offlineText: 'O console tenta novamente sozinho. O que você digitou está guardado.',
  },
  navigation: {
    overview: 'Visão geral',
    organisations: 'Organizações',
    flags: 'Flags',
    changes: 'Alterações',
    webhooks: 'Webhooks',
    import: 'Importação',
    developer: 'Desenvolvedor',
  },
  common: {
    loading: 'Carregando…',
    tryAgain: 'Tentar novamente',
    cancel: 'Cancelar',
    close: 'Fechar',
    save: 'Salvar',
    saving: 'Salvando…',
    copy: 'Copiar',
    copied: 'Copiado',
    none: 'Nenhum',
    yes: 'Sim',
    no: 'Não',
    unknown: 'Desconhecido',
    interactionId: 'Id da interação',
    errorTitle: 'Isto não funcionou',
    noConnection: 'O diretório não responde. Verifique sua conexão e tente novamente.',
    showTable: 'Mostrar como tabela',
    previousPage: 'Anterior',
    nextPage: 'Próxima',
    pageSize: 'Linhas por página',
    pageOf: (page, pages) => `Página ${number(page)} de ${number(pages)}`,
    organisations: (count) =>
      `${number(count)} ${plural(count, { one: 'organização', other: 'organizações' })}`,
    required: 'obrigatório',
  },
  status: { Active: 'Ativa', Pending: 'Pendente', Withdrawn: 'Retirada', Inactive: 'Inativa' },
  fields: {
    OrganisationId: 'Id da organização',
    OrganisationName: 'Nome',
    LegalEntityName: 'Razão social',
    Status: 'Situação',
    CreatedOn: 'Criada em',
    CountryOfRegistration: 'País de registro',
    CompanyRegister: 'Registro de empresas',
    RegistrationNumber: 'Número de registro',
    RegistrationId: 'Id de registro',
    RegisteredName: 'Nome registrado',
    AddressLine1: 'Endereço, linha 1',
    AddressLine2: 'Endereço, linha 2',
    City: 'Cidade',
    Postcode: 'CEP',
    Country: 'País',
    ParentOrganisationReference: 'Organização controladora',
    RequiresParticipantTermsAndConditionsSigning: 'Precisa assinar os termos e condições',
    LogoUri: 'Logotipo',
    Size: 'Porte',
    Flags: 'Flags',
    Warnings: 'Avisos',
    AdminUsers: 'Administradores',
  },
  signIn: {
    title: 'Entrar',
    intro:
      'Este diretório lista as organizações de um ecossistema de confiança: quem são, quem pode agir por elas e como mudam.',
    button: 'Entrar',
    failed: 'Não foi possível entrar',
    developmentTitle: 'Usuários de exemplo',
    developmentText:
      'Este diretório roda para desenvolvimento. Escolha quem você quer ser; nenhuma senha é pedida.',
    superUser: 'Superusuário',
    superUserText: 'Lê e altera tudo.',
    administrator: 'Administrador de uma organização',
    administratorText: 'Lê e altera a organização de exemplo.',
    apiLink: 'Experimentar a API no Swagger UI',
  },
  overview: {
    title: 'Visão geral',
  },
  organisations: {
    title: 'Organizações',
  },
  organisation: {
    title: 'Organização',
  },
  edit: {
    title: 'Editar',
    newTitle: 'Nova organização',
  },
  administrators: {
    title: 'Administradores',
  },
  flags: {
    title: 'Flags',
    newTitle: 'Nova flag',
  },
  changes: {
    title: 'Alterações',
  },
  webhooks: {
    title: 'Webhooks',
    newTitle: 'Novo webhook',
  },
  import: {
    title: 'Importação',
  },
  developer: {
    title: 'Desenvolvedor',
  },
};

export default portuguese;
