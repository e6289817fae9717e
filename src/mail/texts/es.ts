import type { Texts } from './text.ts'

export const es: Texts = {
  locale: 'es-ES',
  invitation: {
    subject: (inviter, domain) => `${inviter} le invita a colaborar con ${domain}`,
    caution: (domain) => `Acepte esta invitación solo si la espera. La envía una persona de ${domain}.`,
    greeting: (name) => `Hola, ${name}:`,
    invited: (inviter, organization, domain) =>
      `${inviter} le invita a usar aplicaciones y recursos de ${organization} (${domain}) como invitado.`,
    messageFrom: (inviter) => `Mensaje de ${inviter}:`,
    landing: 'Después de aceptar, llegará a:',
    accept: 'Aceptar la invitación',
    expires: (date) => `El enlace funciona hasta el ${date}.`,
    never: 'El enlace no caduca.',
    wayBack: 'Guarde este mensaje: después de aceptar, el mismo enlace le lleva de vuelta.',
    privacy: 'Declaración de privacidad de la organización:',
    noPrivacy: (organization) => `${organization} no ha indicado una declaración de privacidad.`,
  },
  oneTimeCode: {
    subject: (organization) => `Su código para ${organization}`,
    intro: (organization) => `Use este código para iniciar sesión en ${organization}:`,
    valid: (minutes) => `El código sirve una sola vez, durante ${minutes} minutos. Un código nuevo anula el anterior.`,
    notYou: 'Si no ha pedido un código, no haga caso de este mensaje. No dé el código a nadie.',
  },
}
